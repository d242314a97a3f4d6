namespace System;

/// <summary>A value or nothing. The C# compiler asks for it.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct Nullable<T>
    where T : struct
{
    private readonly bool _hasValue;
    private readonly T _value;

    /// <param name="value">The value.</param>
    public Nullable(T value)
    {
        _hasValue = true;
        _value = value;
    }

    /// <summary>Whether there is a value.</summary>
    public bool HasValue => _hasValue;

    /// <summary>The value; a panic if there is none.</summary>
    public T Value
    {
        get
        {
            if (!_hasValue)
            {
                Environment.Panic(PanicCode.NoValue);
            }

            return _value;
        }
    }

    /// <summary>The value, or the default of its type.</summary>
    public T GetValueOrDefault() => _value;

    /// <summary>The value, or another one.</summary>
    public T GetValueOrDefault(T defaultValue) => _hasValue ? _value : defaultValue;

    /// <summary>A value becomes one that may be missing.</summary>
    public static implicit operator T?(T value) => new T?(value);

    /// <summary>The value; a panic if there is none.</summary>
    public static explicit operator T(T? value) => value!.Value;
}
