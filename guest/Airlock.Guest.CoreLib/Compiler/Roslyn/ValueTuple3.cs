namespace System;

/// <summary>Three values as one. The C# compiler asks for it, for tuples.</summary>
/// <typeparam name="T1">The type of value 1.</typeparam>
/// <typeparam name="T2">The type of value 2.</typeparam>
/// <typeparam name="T3">The type of value 3.</typeparam>
public struct ValueTuple<T1, T2, T3>
{
    /// <summary>Value 1.</summary>
    public T1 Item1;

    /// <summary>Value 2.</summary>
    public T2 Item2;

    /// <summary>Value 3.</summary>
    public T3 Item3;

    /// <param name="item1">Value 1.</param>
    /// <param name="item2">Value 2.</param>
    /// <param name="item3">Value 3.</param>
    public ValueTuple(T1 item1, T2 item2, T3 item3)
    {
        Item1 = item1;
        Item2 = item2;
        Item3 = item3;
    }
}
