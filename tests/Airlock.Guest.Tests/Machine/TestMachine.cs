using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Airlock.Abi.Machine;
using Airlock.Abi.Virtio;
using Airlock.Copy;
using Airlock.Guest.Platform;
using Airlock.Guest.Programs;
using Airlock.Memory;
using Airlock.Protocol;

namespace Airlock.Guest.Tests.Machine;

/// <summary>RAM, two device windows and COM1, without KVM: runs a guest program as a method call.</summary>
internal sealed class TestMachine : IDisposable
{
    /// <summary>A device that answers at all does so at each trap.</summary>
    public const int FruitlessTrapLimit = 12;

    private readonly Bus _bus = Bus.ForMmio();
    private readonly List<byte> _com1 = [];
    private Transmitter _com1Transmitter;
    private Transmitter _com2Transmitter;
    private int _fruitlessTraps;

    public TestMachine(ulong ramBytes = MemoryMap.DefaultRamSize) => Memory = GuestMemory.Allocate(ramBytes);

    public GuestMemory Memory { get; }

    /// <summary>What runs; the copy program.</summary>
    public Action<ulong> Program { get; set; } = CopyProgram<TestPlatform>.Run;

    /// <summary>What happens while the guest waits.</summary>
    public IMachineClock? Clock { get; set; }

    /// <summary>Called before each byte that the guest sends.</summary>
    public Action? ByteSent { get; set; }

    /// <summary>The line status of COM1; that of an idle UART.</summary>
    public Func<byte> LineStatus { get; set; } = static () => 0x60;

    /// <summary>Looks at the line status of COM1.</summary>
    public int LineStatusReads { get; private set; }

    /// <summary>Loads from and stores to device windows: each is an exit, but for notifications.</summary>
    public int RegisterAccesses { get; private set; }

    /// <summary>PAUSEs since the guest last touched a device, or a device completed something.</summary>
    public int PausesNow { get; private set; }

    /// <summary>The most that <see cref="PausesNow"/> has been.</summary>
    public int MostPauses { get; private set; }

    /// <summary>Reads of an InterruptStatus register.</summary>
    public int Traps { get; private set; }

    /// <summary>All bytes written to COM1.</summary>
    public byte[] Com1 => [.. _com1];

    public void Map(ulong window, IBusDevice device, ulong length = MemoryMap.DeviceWindowSize) =>
        _bus.Map(window, length, device);

    /// <summary>Puts a configuration into its page and runs the guest with it.</summary>
    public void Run(VmmConfig config)
    {
        Assert.True(Memory.TryGetSpan(MemoryMap.BootConfig, MemoryMap.PageSize, out Span<byte> page));
        Assert.True(BootConfig.TryEncode(config, page, out _));
        Run(MemoryMap.BootConfig);
    }

    /// <summary>Runs the guest to its end on this thread.</summary>
    public void Run(ulong bootConfiguration = 0)
    {
        TestPlatform.Machine = this;
        Program(bootConfiguration);
    }

    public uint ReadMmio32(ulong address)
    {
        RegisterAccesses++;
        PausesNow = 0;
        if (address % DeviceWindow.Length == MmioRegister.InterruptStatus)
        {
            Trap();
        }

        Span<byte> data = stackalloc byte[sizeof(uint)];
        _bus.Read(address, data);
        return BinaryPrimitives.ReadUInt32LittleEndian(data);
    }

    public void WriteMmio32(ulong address, uint value)
    {
        RegisterAccesses++;
        PausesNow = 0;
        Span<byte> data = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(data, value);
        _bus.Write(address, data);
    }

    public void WritePort8(ushort port, byte value)
    {
        Assert.Equal(Ports.Com1, port);
        ByteSent?.Invoke();
        _com1.Add(value);
    }

    public byte ReadPort8(ushort port)
    {
        Assert.Equal(Ports.Com1 + 5, port);
        LineStatusReads++;
        return LineStatus();
    }

    public ref Transmitter TransmitterOf(ushort port) =>
        ref port == Ports.Com1 ? ref _com1Transmitter : ref _com2Transmitter;

    public unsafe byte* Ram(ulong address)
    {
        Assert.True(Memory.TryGetSpan(address, 1, out Span<byte> span));

        // SAFETY: the mapping doesn't move and lives until the machine is disposed, after the guest's run.
        return (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));
    }

    public void Pause()
    {
        PausesNow++;
        MostPauses = Math.Max(MostPauses, PausesNow);
        if (Clock?.Paused() == true)
        {
            PausesNow = 0;
        }
    }

    public void Dispose() => Memory.Dispose();

    private void Trap()
    {
        Traps++;
        _fruitlessTraps = Clock?.Trapped() == true ? 0 : _fruitlessTraps + 1;
        if (_fruitlessTraps > FruitlessTrapLimit)
        {
            throw new GuestStalledException();
        }
    }
}
