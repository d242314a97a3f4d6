namespace System;

/// <summary>What <c>using</c> calls at the end of a scope. The C# compiler asks for it.</summary>
public interface IDisposable
{
    /// <summary>Gives back what the object holds.</summary>
    void Dispose();
}
