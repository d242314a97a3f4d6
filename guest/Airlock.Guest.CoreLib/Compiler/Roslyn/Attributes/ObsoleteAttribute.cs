namespace System;

/// <summary>Marks what is not to be used any more. The C# compiler asks for it, to keep older compilers away from ref structs.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class ObsoleteAttribute : Attribute
{
    /// <summary>What to use instead.</summary>
    public string? Message { get; }

    /// <summary>Whether the use is an error.</summary>
    public bool IsError { get; }

    /// <param name="message">What to use instead.</param>
    /// <param name="error">Whether the use is an error.</param>
    public ObsoleteAttribute(string? message, bool error)
    {
        Message = message;
        IsError = error;
    }
}
