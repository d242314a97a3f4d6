using System.Runtime.InteropServices;

namespace Airlock.Sandbox;

/// <summary>A file that a process keeps, and how much of it.</summary>
public sealed record SandboxFile
{
    /// <summary>Open for as long as the process runs.</summary>
    public required SafeHandle Handle { get; init; }

    /// <summary>Bytes from its start on: no transfer begins behind them.</summary>
    public required ulong Length { get; init; }

    /// <summary>Whether it may be written.</summary>
    public bool IsWritable { get; init; }

    /// <summary>
    /// Whether it may be longer than that: a block device, for which the kernel keeps no limit on a file's size, or a longer file
    /// that is written in place. Then only transfers of one buffer are allowed, as a filter can't see how long the others are.
    /// </summary>
    public bool GoesOn { get; init; }
}
