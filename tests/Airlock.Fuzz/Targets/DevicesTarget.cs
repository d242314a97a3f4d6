using Airlock.Fuzz.Engine;
using Airlock.Fuzz.Machine;

namespace Airlock.Fuzz.Targets;

/// <summary>
/// The two block devices of the machine, driven by registers, rings and buffers, which the guest also changes while
/// requests are in flight. Everything they do is compared with what their models do.
/// </summary>
internal sealed class DevicesTarget : IFuzzTarget
{
    private const int OpenLength = 0x8000;
    private const int MaxActions = 32;
    private const ulong QueueStride = 0x2000;

    private readonly GuestRam _ram = new(OpenLength);
    private readonly PokePlan _pokes = new();
    private readonly BlockSubject[] _disks;

    public DevicesTarget()
    {
        const ulong start = GuestRam.FirstOpen;
        _disks =
        [
            new BlockSubject(_ram, _pokes, readOnly: true, start, start + (2 * QueueStride)),
            new BlockSubject(_ram, _pokes, readOnly: false, start + QueueStride, start + (3 * QueueStride)),
        ];
        WarmUp();
    }

    public int MaxInputLength => 512;

    public void Run(ReadOnlySpan<byte> input)
    {
        _ram.Refill();
        _pokes.Clear();
        foreach (BlockSubject disk in _disks)
        {
            disk.Begin();
        }

        var actions = new ActionReader(input);
        for (int i = 0; i < MaxActions && !actions.IsEmpty; i++)
        {
            byte action = actions.Byte();
            Do(action >> 1, _disks[action & 1], ref actions);
        }

        foreach (BlockSubject disk in _disks)
        {
            disk.CheckAgreement();
            disk.CheckSecret();
        }

        _ram.CheckHidden();
    }

    public void Dispose() => _ram.Dispose();

    private void Do(int action, BlockSubject disk, ref ActionReader input)
    {
        switch (action & 15)
        {
            case 0 or 1:
                disk.BringUp(1u << (input.Byte() % 9));
                break;
            case 2 or 3 or 4:
                disk.PlaceRequest(ref input);
                break;
            case 5:
                disk.ServeInTurn(1 + input.Byte());
                break;
            case 6:
                disk.ServeInBatches();
                break;
            case 7:
                disk.Registers.Write(input.U16(), input.Byte(), input.U64());
                break;
            case 8:
                disk.Registers.Write((uint)(input.Byte() << 2), input.U32());
                break;
            case 9:
                disk.Registers.Read(
                    input.Mostly((ulong)input.Byte() << 2, sizeof(ushort)), (int)input.Mostly(4, 1));
                break;
            case 10:
                ulong address = GuestRam.FirstOpen + (input.U16() & (OpenLength - 1u));
                _ram.Write(address, input.Bytes(1 + (input.Byte() & 15)));
                break;
            case 11:
                _pokes.Add(input.U16() & (OpenLength - 1), 1 << (input.Byte() & 3), input.U64());
                break;
            case 12:
                disk.SpoilStore(input.U16(), input.U16(), (input.Byte() & 1) != 0);
                break;
            case 13:
                disk.Driver.WriteDescriptor(input.Byte(), input.U64(), input.U32(), input.U16(), input.U16());
                break;
            case 14:
                disk.Driver.MakeAvailable(
                    (ushort)input.Mostly(input.Byte(), sizeof(ushort)), (ushort)input.Mostly(1, sizeof(ushort)));
                break;
            default:
                disk.Driver.SetAvailFlags(input.U16());
                break;
        }
    }

    /// <summary>Workers make their slots as they need them: a full batch of empty requests needs them all.</summary>
    private void WarmUp()
    {
        foreach (BlockSubject disk in _disks)
        {
            disk.Begin();
            disk.BringUp(256);
            for (ushort i = 0; i < 256; i++)
            {
                disk.Driver.MakeAvailable(i);
            }

            try
            {
                disk.ServeInBatches();
            }
            catch (FindingException)
            {
                // It allocated, and from now on it must not.
            }
        }
    }
}
