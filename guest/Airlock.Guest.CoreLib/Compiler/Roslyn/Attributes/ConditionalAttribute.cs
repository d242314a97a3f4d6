namespace System.Diagnostics;

/// <summary>Drops calls of a method unless a symbol is defined. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class ConditionalAttribute : Attribute
{
    /// <summary>The symbol.</summary>
    public string ConditionString { get; }

    /// <param name="conditionString">The symbol.</param>
    public ConditionalAttribute(string conditionString) => ConditionString = conditionString;
}
