using System.Runtime.InteropServices;

namespace Airlock.Vmm.Workers;

/// <summary>What stands before each record; both sides are the same program on the same machine.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Length">Bytes that follow, at most <see cref="MaxLength"/>.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RecordHeader(RecordKind Kind, uint Length)
{
    /// <summary>As many bytes of messages as are fetched at once.</summary>
    public const int MaxLength = 64 << 10;
}
