namespace Airlock.Testing.Model;

/// <summary>A descriptor chain as a model has read it.</summary>
public sealed class ModelChain
{
    public ushort Head { get; internal set; }

    public List<(ulong Address, uint Length)> Readable { get; } = [];

    public List<(ulong Address, uint Length)> Writable { get; } = [];

    public ulong ReadableBytes => Sum(Readable);

    public ulong WritableBytes => Sum(Writable);

    /// <summary>Bytes of a direction, but for some at both ends; neighbors in RAM are joined.</summary>
    public static void Cut(
        List<(ulong Address, uint Length)> segments, ulong skip, ulong omit, List<(ulong Address, uint Length)> cut)
    {
        cut.Clear();
        ulong left = Sum(segments) - skip - omit;
        foreach ((ulong address, uint length) in segments)
        {
            ulong skipped = Math.Min(skip, length);
            skip -= skipped;
            uint taken = (uint)Math.Min(length - skipped, left);
            left -= taken;
            if (taken == 0)
            {
                continue;
            }

            if (cut.Count > 0 && cut[^1].Address + cut[^1].Length == address + skipped)
            {
                cut[^1] = (cut[^1].Address, cut[^1].Length + taken);
            }
            else
            {
                cut.Add((address + skipped, taken));
            }
        }
    }

    internal void Begin(ushort head)
    {
        Head = head;
        Readable.Clear();
        Writable.Clear();
    }

    private static ulong Sum(List<(ulong Address, uint Length)> segments)
    {
        ulong sum = 0;
        foreach ((_, uint length) in segments)
        {
            sum += length;
        }

        return sum;
    }
}
