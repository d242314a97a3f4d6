using Airlock.Abi.Machine;
using Airlock.Guest.Platform;
using Airlock.Guest.Transports;
using Airlock.Memory;
using Airlock.Vmm.Devices;

namespace Airlock.Vmm.Tests.Devices;

/// <summary>RAM, the host's ring, and the guest's own transport, each half on whatever thread calls it.</summary>
internal sealed class RingMachine : IDisposable
{
    private RingTransport<Platform> _transport;

    public RingMachine()
    {
        Ring = new SharedRing(Memory, Arrived);
    }

    public GuestMemory Memory { get; } = GuestMemory.Allocate(MemoryMap.DefaultRamSize);

    public EventFd Arrived { get; } = new();

    public SharedRing Ring { get; }

    /// <summary>The guest begins, on this thread.</summary>
    public void Connect()
    {
        Platform.Machine = this;
        _transport = new RingTransport<Platform>(
            MemoryMap.MessageRing, MemoryMap.MessageRingBytes, MemoryMap.MessageRingRegisters);
    }

    /// <summary>The guest sends, on the thread that has called <see cref="Connect()"/>.</summary>
    public void Send(byte[] bytes) => _transport.Send(bytes);

    public void Dispose()
    {
        Memory.Dispose();
        Arrived.Dispose();
    }

    private readonly unsafe struct Platform : IPlatform
    {
        [ThreadStatic]
        private static RingMachine? s_machine;

        public static RingMachine Machine
        {
            get => s_machine ?? throw new InvalidOperationException("No machine on this thread.");
            set => s_machine = value;
        }

        public static uint ReadMmio32(ulong address)
        {
            Machine.Ring.Read(address - MemoryMap.MessageRingRegisters, sizeof(uint), out ulong value);
            return (uint)value;
        }

        public static void WriteMmio32(ulong address, uint value) =>
            Machine.Ring.Write(address - MemoryMap.MessageRingRegisters, sizeof(uint), value);

        public static void WritePort8(ushort port, byte value) => throw new NotSupportedException();

        public static byte ReadPort8(ushort port) => throw new NotSupportedException();

        public static ref Transmitter Transmitter(ushort port) => throw new NotSupportedException();

        public static byte* Ram(ulong address)
        {
            Assert.True(Machine.Memory.TryGetSpan(address, 1, out Span<byte> span));

            // SAFETY: the mapping doesn't move and lives until the machine is disposed, after the guest's last byte.
            return (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref span[0]);
        }

        public static void Pause()
        {
        }

        public static bool TryHashSha256(uint* state, byte* blocks, nuint count) => false;
    }
}
