using Airlock.Memory;

namespace Airlock.Fuzz.Machine;

/// <summary>
/// Guest RAM between two pages that nobody may touch: what reads or writes past an end of it ends the process. What it
/// hides from devices is filled with a secret.
/// </summary>
internal sealed class GuardedMemory : IDisposable
{
    private const int Attempts = 64;

    private static ReadOnlySpan<byte> Secret => "not for the guest "u8;

    private readonly List<GuestMemory> _passed = [];
    private readonly byte[] _hidden;
    private readonly GuardPages _guards;

    /// <param name="length">Bytes of RAM.</param>
    /// <param name="firstOpen">Where the part begins that devices may touch.</param>
    public GuardedMemory(ulong length, ulong firstOpen)
    {
        _guards = new GuardPages((nuint)length);
        Memory = Allocate(length);
        _hidden = new byte[firstOpen];
        for (int i = 0; i < _hidden.Length; i++)
        {
            _hidden[i] = Secret[i % Secret.Length];
        }

        Memory.TryGetSpan(0, firstOpen, out Span<byte> hidden);
        _hidden.CopyTo(hidden);
        Memory.HideBelow(firstOpen);
    }

    public GuestMemory Memory { get; }

    /// <summary>The part that devices may touch.</summary>
    public Span<byte> Open =>
        Memory.TryGetSpan((ulong)_hidden.Length, Memory.Length - (ulong)_hidden.Length, out Span<byte> open)
            ? open : throw new InvalidOperationException("The memory is gone.");

    /// <summary>Whether what devices may not touch is as it was.</summary>
    public bool HiddenIsIntact()
    {
        Memory.HideBelow(0);
        Memory.TryGetSpan(0, (ulong)_hidden.Length, out Span<byte> hidden);
        Memory.HideBelow((ulong)_hidden.Length);
        return hidden.SequenceEqual(_hidden);
    }

    public static bool HoldsSecret(ReadOnlySpan<byte> bytes) => bytes.IndexOf(Secret) >= 0;

    public void Dispose()
    {
        Memory.Dispose();
        _guards.Dispose();
        _passed.ForEach(memory => memory.Dispose());
    }

    private GuestMemory Allocate(ulong length)
    {
        for (int i = 0; i < Attempts; i++)
        {
            GuestMemory memory = GuestMemory.Allocate(length);
            if (memory.Mapping.DangerousGetHandle() == _guards.Hole)
            {
                return memory;
            }

            _passed.Add(memory);
        }

        throw new InvalidOperationException("The kernel doesn't use the room between the guard pages.");
    }
}
