using System.Buffers.Binary;
using Airlock.Memory;

namespace Airlock.Hypervisor.Process.Instructions;

/// <summary>Guest RAM with the rights that the guest's own accesses have there.</summary>
/// <param name="ranges">In order of address. What no range tells of isn't mapped.</param>
internal sealed class GuestPages(GuestMemory memory, IReadOnlyList<PageRange> ranges)
{
    private readonly PageRange[] _ranges = [.. ranges];
    private readonly byte[] _copy = new byte[sizeof(ulong)];

    /// <summary>
    /// Bytes that the guest may access in this way, if it may access them all. Of what is hidden from devices, up to 8
    /// that are only read: a copy, good until the next call.
    /// </summary>
    public bool TryGetSpan(ulong address, ulong length, PageRights rights, out Span<byte> span)
    {
        span = default;
        return Allow(address, length, rights)
            && (memory.TryGetSpan(address, length, out span) || TryCopyHidden(address, length, rights, out span));
    }

    /// <summary>Copies an instruction out of RAM, once.</summary>
    /// <param name="address">RIP, any number.</param>
    /// <param name="code">Room for the longest.</param>
    /// <returns>How many bytes there are that the guest may execute: fewer where pages end.</returns>
    public int CopyCode(ulong address, Span<byte> code)
    {
        for (int length = code.Length; length > 0; length--)
        {
            if (TryGetSpan(address, (ulong)length, PageRights.Execute, out Span<byte> source))
            {
                source.CopyTo(code);
                return length;
            }
        }

        return 0;
    }

    /// <summary>The boot configuration: the guest reads it by whichever instruction it likes, and nobody writes it.</summary>
    private bool TryCopyHidden(ulong address, ulong length, PageRights rights, out Span<byte> span)
    {
        bool isCopied = memory.TryReadHidden(address, out ulong bytes) && length <= sizeof(ulong) && rights == PageRights.Read;
        BinaryPrimitives.WriteUInt64LittleEndian(_copy, bytes);
        span = isCopied ? _copy.AsSpan(0, (int)length) : default;
        return isCopied;
    }

    private bool Allow(ulong address, ulong length, PageRights rights)
    {
        foreach (PageRange range in _ranges)
        {
            ulong offset = address - range.Address;
            if (address < range.Address || offset >= range.Length)
            {
                continue;
            }

            ulong rest = range.Length - offset;
            if ((range.Rights & rights) != rights || length <= rest)
            {
                return (range.Rights & rights) == rights;
            }

            address += rest;
            length -= rest;
        }

        return false;
    }
}
