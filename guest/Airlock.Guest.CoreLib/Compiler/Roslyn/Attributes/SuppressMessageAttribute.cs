namespace System.Diagnostics.CodeAnalysis;

/// <summary>Silences one finding of an analyzer, with a reason. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public sealed class SuppressMessageAttribute : Attribute
{
    /// <summary>The family of the rule.</summary>
    public string Category { get; }

    /// <summary>The rule.</summary>
    public string CheckId { get; }

    /// <summary>Why the code is right.</summary>
    public string? Justification { get; set; }

    /// <param name="category">The family of the rule.</param>
    /// <param name="checkId">The rule.</param>
    public SuppressMessageAttribute(string category, string checkId)
    {
        Category = category;
        CheckId = checkId;
    }
}
