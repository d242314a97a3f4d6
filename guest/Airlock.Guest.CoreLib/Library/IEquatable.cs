namespace System;

/// <summary>Values that can be told equal; called on structs, so no call is indirect.</summary>
/// <typeparam name="T">The type compared with.</typeparam>
public interface IEquatable<T>
    where T : allows ref struct
{
    /// <summary>Whether both are equal.</summary>
    bool Equals(T? other);
}
