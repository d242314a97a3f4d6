namespace Airlock.Guest.Compression.Deflate;

/// <summary>What goes into the fast loop and comes out of it.</summary>
internal unsafe struct FastState
{
    // SAFETY: pointers into the spans of source and target, which whoever calls the loop has pinned.

    /// <summary>Bits read and not used.</summary>
    public ulong Bits;

    /// <summary>How many there are, in bits 0 to 5; anything may stand above.</summary>
    public uint Count;

    /// <summary>The next byte of input.</summary>
    public byte* Next;

    /// <summary>From here on, too little input is left for a turn.</summary>
    public byte* InputEnd;

    /// <summary>The first byte of output.</summary>
    public byte* Start;

    /// <summary>The next byte of output.</summary>
    public byte* To;

    /// <summary>From here on, there is too little room for a turn.</summary>
    public byte* OutputEnd;

    /// <summary>Of the match that is to be copied before the loop goes on: how far back it starts.</summary>
    public nuint Distance;

    /// <summary>Its length; 0 if there is none.</summary>
    public nuint Length;
}
