using System.Text;
using Airlock.Abi.Machine;
using Airlock.Hypervisor;
using Airlock.Memory;
using Airlock.Testing;
using Airlock.Vmm.Devices;
using Airlock.Vmm.Images;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Messages;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Tests.Machines;

/// <summary>A vCPU's loop with a device and serial ports, and a scripted guest in it.</summary>
internal sealed class LoopRig : IDisposable
{
    public const ulong Window = 0x1000_0000;

    private readonly EventFd _arrived = new();
    private readonly SerialPipe _messages;
    private readonly ScriptedHypervisor _hypervisor;
    private readonly IVirtualMachine _machine;

    /// <param name="onDebugLine">Null to keep them.</param>
    public LoopRig(
        IBusDevice device,
        IEnumerable<ScriptedExit> guest,
        GuestImage? image = null,
        DebugText.Writer? onDebugLine = null)
    {
        _messages = new SerialPipe(_arrived);
        _hypervisor = new ScriptedHypervisor(guest);
        _machine = _hypervisor.CreateMachine(TestProgram.Flat);
        Bus mmio = Bus.ForMmio(), ports = Bus.ForPorts();
        mmio.Map(Window, 0x1000, device);
        var debug = new DebugText(onDebugLine ?? (line => DebugLines.Add(Encoding.UTF8.GetString(line))));
        var serial = new SerialPorts(_messages, debug);
        serial.MapTo(ports);
        Loop = new VcpuLoop(mmio, ports, serial, Stop, image ?? TestSpec.Image);
    }

    public static ushort Com1 => Ports.Com1;

    public static ushort Com2 => Ports.Com2;

    public StopSignal Stop { get; } = new();

    public VcpuLoop Loop { get; }

    public ScriptedMachine Machine => _hypervisor.Machine;

    public List<string> DebugLines { get; } = [];

    /// <summary>Lets the guest run, on another thread.</summary>
    public Runner Start() => Runner.Start(() =>
    {
        using IVirtualCpu cpu = _machine.BindCpu();
        Stop.OnStop(_machine.RequestExit);
        Loop.Run(cpu);
    });

    /// <summary>Lets the guest run until the run is stopped.</summary>
    public void Run() => Start().AwaitEnd();

    /// <summary>What has come to COM1.</summary>
    public byte[] TakeMessages()
    {
        byte[] buffer = new byte[64 << 10];
        return buffer[.._messages.Take(buffer)];
    }

    /// <summary>From now on nobody waits for a reader of COM1.</summary>
    public void ReleaseMessages() => _messages.Release();

    public void Dispose()
    {
        _machine.Dispose();
        _hypervisor.Dispose();
        _arrived.Dispose();
    }
}
