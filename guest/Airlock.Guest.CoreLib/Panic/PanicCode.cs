namespace System;

/// <summary>
/// Why the guest gave up: the <c>status</c> of the ErrorMessage that is its last word. Hardware exceptions (null
/// reference, division by zero, a page that may not be touched) never come here: the VMM catches and reports those.
/// </summary>
internal enum PanicCode
{
    /// <summary><see cref="Environment.FailFast(string)"/> was called.</summary>
    FailFast = 1,

    /// <summary>A <see cref="Diagnostics.Debug.Assert(bool)"/> did not hold.</summary>
    Assertion = 2,

    /// <summary>An index lay outside its span, array or string.</summary>
    IndexOutOfRange = 3,

    /// <summary>An argument lay outside its range: the bounds of a slice, the room for a copy.</summary>
    ArgumentOutOfRange = 4,

    /// <summary>The result of a <c>checked</c> expression did not fit.</summary>
    Overflow = 5,

    /// <summary>A division by zero that the compiler saw coming.</summary>
    DivideByZero = 6,

    /// <summary>A null reference that the compiler saw coming.</summary>
    NullReference = 7,

    /// <summary>The value of an empty <see cref="Nullable{T}"/> was taken.</summary>
    NoValue = 8,

    /// <summary>A buffer on the stack was overrun: its cookie is gone.</summary>
    StackOverrun = 9,

    /// <summary>
    /// There was no room on the stack for a large frame. Small ones are not checked: they run into the image below, whose
    /// code cannot be written if the VMM keeps the ELF's page rights.
    /// </summary>
    StackOverflow = 10,

    /// <summary>Code was reached that the compiler had left out as impossible.</summary>
    Unreachable = 11,
}
