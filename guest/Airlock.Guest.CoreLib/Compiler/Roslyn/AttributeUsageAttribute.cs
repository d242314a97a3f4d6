namespace System;

/// <summary>Says where an attribute may stand. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AttributeUsageAttribute : Attribute
{
    /// <summary>Where it may stand.</summary>
    public AttributeTargets ValidOn { get; }

    /// <summary>Whether it may stand there more than once.</summary>
    public bool AllowMultiple { get; set; }

    /// <summary>Whether it holds for derived types.</summary>
    public bool Inherited { get; set; }

    /// <param name="validOn">Where it may stand.</param>
    public AttributeUsageAttribute(AttributeTargets validOn) => ValidOn = validOn;
}
