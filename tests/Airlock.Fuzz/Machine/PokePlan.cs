using Airlock.Fuzz.Engine;

namespace Airlock.Fuzz.Machine;

/// <summary>
/// What a guest writes into its RAM while a request is in flight: one write whenever a store begins a transfer. It
/// is done twice, to the real RAM and to the model's, at the same points of time.
/// </summary>
internal sealed class PokePlan
{
    private const int MaxCount = 8;

    private readonly (int Offset, int Width, ulong Value)[] _pokes = new (int, int, ulong)[MaxCount];
    private int _count;
    private int _done;
    private int _doneByModel;

    /// <summary>Whether anything is still to come.</summary>
    public bool IsArmed => _done < _count;

    public void Clear() => _count = _done = _doneByModel = 0;

    /// <param name="offset">Where in the open part of RAM.</param>
    public void Add(int offset, int width, ulong value)
    {
        if (_count < MaxCount)
        {
            _pokes[_count++] = (offset, width, value);
        }
    }

    public void Poke(Span<byte> ram) => Poke(ram, ref _done);

    public void PokeModel(Span<byte> ram) => Poke(ram, ref _doneByModel);

    /// <summary>The device and the model have made as many transfers.</summary>
    public void CheckAgreement() => FindingException.ThrowUnless(
        _done == _doneByModel, $"The device made {_done} transfers while the guest wrote, the model {_doneByModel}.");

    private void Poke(Span<byte> ram, ref int done)
    {
        if (done < _count)
        {
            (int offset, int width, ulong value) = _pokes[done++];
            for (int i = 0; i < width && offset + i < ram.Length; i++)
            {
                ram[offset + i] = (byte)(value >> (8 * i));
            }
        }
    }
}
