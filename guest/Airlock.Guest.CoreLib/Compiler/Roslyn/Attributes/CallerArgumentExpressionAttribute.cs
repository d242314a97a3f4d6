namespace System.Runtime.CompilerServices;

/// <summary>Fills a parameter with the text of an argument. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class CallerArgumentExpressionAttribute : Attribute
{
    /// <summary>The parameter whose argument it is.</summary>
    public string ParameterName { get; }

    /// <param name="parameterName">The parameter whose argument it is.</param>
    public CallerArgumentExpressionAttribute(string parameterName) => ParameterName = parameterName;
}
