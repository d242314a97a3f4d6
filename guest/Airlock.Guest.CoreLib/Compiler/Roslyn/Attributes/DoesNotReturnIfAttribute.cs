namespace System.Diagnostics.CodeAnalysis;

/// <summary>Marks a method that does not return for one value of a parameter. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DoesNotReturnIfAttribute : Attribute
{
    /// <summary>That value.</summary>
    public bool ParameterValue { get; }

    /// <param name="parameterValue">That value.</param>
    public DoesNotReturnIfAttribute(bool parameterValue) => ParameterValue = parameterValue;
}
