using System.Runtime.Intrinsics;
using Airlock.Abi.Machine;
using Airlock.Hypervisor.Process.Instructions;
using Airlock.Memory;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>An emulator with RAM, and with devices that are nothing but bytes.</summary>
internal sealed class EmulatedMachine : IVectorRegisters, IDisposable
{
    private const ulong RamLength = 0x80_0000;

    private readonly byte[] _devices = new byte[MemoryMap.LargePageSize];
    private readonly InstructionEmulator _emulator;

    /// <param name="ranges">The guest's rights; without any, all RAM from 64 KiB on is for reading and writing.</param>
    public EmulatedMachine(params PageRange[] ranges)
    {
        PageRange all = new(MemoryMap.ImageBase, RamLength - MemoryMap.ImageBase, PageRights.Read | PageRights.Write);
        Pages = new GuestPages(Memory, ranges.Length == 0 ? [all] : ranges);
        _emulator = new InstructionEmulator(Pages, this);
    }

    public GuestMemory Memory { get; } = GuestMemory.Allocate(RamLength);

    public GuestPages Pages { get; }

    public Vector128<byte>[] Vectors { get; } = new Vector128<byte>[16];

    /// <summary>What was asked of devices and ports, one after the other, as <c>read 4 at 0x10000000</c>.</summary>
    public List<string> Accesses { get; } = [];

    /// <summary>What ports were written.</summary>
    public List<byte> Written { get; } = [];

    /// <summary>What ports give, over and over.</summary>
    public byte[] PortData { get; set; } = [0xff];

    public ulong FaultingAddress => _emulator.FaultingAddress;

    public Span<byte> Devices(ulong address, int length) =>
        _devices.AsSpan((int)(address - MemoryMap.DeviceWindows), length);

    public Span<byte> Ram(ulong address, int length) =>
        Memory.TryGetSpan(address, (ulong)length, out Span<byte> span)
            ? span : throw new ArgumentOutOfRangeException(nameof(address));

    /// <summary>A page fault, and the answers to all that comes of it.</summary>
    public EmulationStep Touch(ReadOnlySpan<byte> code, ref UserRegisters registers, ulong address) =>
        Answer(_emulator.StartDevice(code, ref registers, address), ref registers);

    /// <summary>A #GP, likewise; HLT stays at <see cref="EmulationStep.Exit"/>.</summary>
    public EmulationStep Protect(ReadOnlySpan<byte> code, ref UserRegisters registers) =>
        Answer(_emulator.StartPrivileged(code, ref registers), ref registers);

    Vector128<byte> IVectorRegisters.Read(int number) => Vectors[number];

    void IVectorRegisters.Write(int number, Vector128<byte> value) => Vectors[number] = value;

    public void Dispose() => Memory.Dispose();

    private EmulationStep Answer(EmulationStep step, ref UserRegisters registers)
    {
        while (step == EmulationStep.Exit && _emulator.Exit.Kind != GuestExitKind.Halted)
        {
            GuestExit exit = _emulator.Exit;
            string data = exit.Data.Length == exit.Width ? "" : $" of {exit.Data.Length}";
            Accesses.Add($"{(exit.IsWrite ? "write" : "read")} {exit.Width}{data} at 0x{exit.Address:x}");
            if (exit.Kind == GuestExitKind.Device)
            {
                AnswerDevice(exit);
            }
            else
            {
                AnswerPort(exit);
            }

            step = _emulator.Continue(ref registers);
        }

        return step;
    }

    private void AnswerDevice(GuestExit exit)
    {
        Span<byte> device = Devices(exit.Address, exit.Width);
        Span<byte> target = exit.IsWrite ? device : exit.Data;
        (exit.IsWrite ? exit.Data : device).CopyTo(target);
    }

    private void AnswerPort(GuestExit exit)
    {
        if (exit.IsWrite)
        {
            Written.AddRange(exit.Data);
            return;
        }

        for (int i = 0; i < exit.Data.Length; i++)
        {
            exit.Data[i] = PortData[i % PortData.Length];
        }
    }
}
