namespace Airlock.Testing.Formats;

/// <summary>How a file is used.</summary>
public sealed class SourceUse
{
    /// <summary>Reads so far.</summary>
    public int Reads { get; set; }

    /// <summary>Bytes read so far.</summary>
    public ulong BytesRead { get; set; }

    /// <summary>Memory that is lent to the mapping: enough for 2 GiB of blocks of 64 KiB.</summary>
    public byte[] Marks { get; } = new byte[4096];

    /// <summary>The read that fails, counted from 0; none by default.</summary>
    public int FailingRead { get; set; } = -1;
}
