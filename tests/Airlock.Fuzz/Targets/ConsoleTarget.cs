using Airlock.Fuzz.Engine;
using Airlock.Fuzz.Machine;

namespace Airlock.Fuzz.Targets;

/// <summary>The virtio console: registers of two queues, and chains of any shape in the one that is read.</summary>
internal sealed class ConsoleTarget : IFuzzTarget
{
    private const int OpenLength = 0x8000;
    private const int MaxActions = 32;
    private const ulong Receive = GuestRam.FirstOpen;
    private const ulong Transmit = Receive + 0x2000;
    private const ulong Buffers = Transmit + 0x2000;

    private readonly GuestRam _ram = new(OpenLength);
    private readonly ConsoleSubject _console;

    public ConsoleTarget()
    {
        _console = new ConsoleSubject(_ram, Receive, Transmit);
        Run([0, 4, 2, 0, 4]);
    }

    public int MaxInputLength => 512;

    public void Run(ReadOnlySpan<byte> input)
    {
        _ram.Refill();
        _ram.Model.BeginStep();
        _console.Begin();
        var actions = new ActionReader(input);
        for (int i = 0; i < MaxActions && !actions.IsEmpty; i++)
        {
            Do(actions.Byte(), ref actions);
        }

        _console.CheckAgreement();
        _ram.CheckHidden();
    }

    public void Dispose() => _ram.Dispose();

    private void Do(int action, ref ActionReader input)
    {
        QueueDriver driver = _console.Drivers[(action >> 4) == 0 ? 0 : 1];
        switch (action & 15)
        {
            case 0:
                _console.BringUp(1u << (input.Byte() % 9));
                break;
            case 1 or 2 or 3:
                Send(driver, ref input);
                break;
            case 4 or 5:
                _console.Serve();
                break;
            case 6:
                _console.Registers.Write(input.U16(), input.Byte(), input.U64());
                break;
            case 7 or 8:
                _console.Registers.Write((uint)(input.Byte() << 2), input.U32());
                break;
            case 9:
                _console.Registers.Read(
                    input.Mostly((ulong)input.Byte() << 2, sizeof(ushort)), (int)input.Mostly(4, 1));
                break;
            case 10 or 11:
                _ram.Write(Receive + (input.U16() & (OpenLength - 1u)), input.Bytes(1 + (input.Byte() & 15)));
                break;
            case 12:
                driver.WriteDescriptor(input.Byte(), input.U64(), input.U32(), input.U16(), input.U16());
                break;
            case 13:
                driver.MakeAvailable(
                    (ushort)input.Mostly(input.Byte(), sizeof(ushort)), (ushort)input.Mostly(1, sizeof(ushort)));
                break;
            default:
                driver.SetAvailFlags(input.U16());
                break;
        }
    }

    private static void Send(QueueDriver driver, ref ActionReader input)
    {
        int pieces = 1 + (input.Byte() & 7);
        ushort head = 0;
        for (int i = 0; i < pieces; i++)
        {
            ulong buffer = Buffers + ((ulong)input.Byte() << 4);
            uint length = (uint)input.Byte() << (input.Byte() & 7);
            bool writable = (input.Byte() & 31) == 31;
            ushort index = driver.AddDescriptor(ref input, buffer, length, writable, isLast: i == pieces - 1);
            head = i == 0 ? index : head;
        }

        driver.MakeAvailable((ushort)input.Mostly(head, sizeof(ushort)));
    }
}
