using System.Runtime.InteropServices;
using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Workers;

/// <summary>A <see cref="StoreFailure"/> on its way to the parent.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FailureRecord
{
    public ulong ByteOffset;
    public int Operation;
    public int Errno;

    private static readonly string[] s_operations = ["read", "write", "zeroing", "flush"];

    public static FailureRecord Of(StoreFailure failure) => new()
    {
        ByteOffset = failure.ByteOffset,
        Operation = Array.IndexOf(s_operations, failure.Operation),
        Errno = failure.Errno,
    };

    /// <summary>Null if the worker can't have meant that.</summary>
    public readonly StoreFailure? ToFailure() => (uint)Operation < s_operations.Length && Errno is >= 0 and < 4096
        ? new StoreFailure(s_operations[Operation], ByteOffset, Errno)
        : null;
}
