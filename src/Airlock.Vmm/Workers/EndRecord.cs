using System.Runtime.InteropServices;
using Airlock.Virtio.Block;
using Airlock.Vmm.Images;
using Airlock.Vmm.Machines;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Workers;

/// <summary>
/// A <see cref="MachineReport"/> on its way to the parent, with why the machine ended; the disks' counts follow, and the
/// reason. The parent takes the numbers for what they are, a worker's word, and checks what it would index or branch by.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EndRecord
{
    /// <summary>A reason is a sentence or two.</summary>
    public const int MaxReasonLength = 4096;

    public StopCause Cause;
    public int Disks;
    public byte AreOutputsWritten;
    public byte HasFault;
    public byte HasErrorCode;
    public byte HasFaultingAddress;
    public byte HasSystemCall;
    public int FaultVector;
    public ulong FaultErrorCode;
    public ulong FaultRip;
    public ulong FaultingAddress;
    public long SystemCall;
    public long Completed;
    public long MessageSignals;
    public long PortIo;
    public long CoalescedPortIo;
    public long Mmio;
    public long OtherExits;
    public long Interrupted;
    public long Unmapped;

    public static EndRecord Of(MachineReport report, StopCause cause) => new()
    {
        Cause = cause,
        Disks = report.Disks.Count,
        AreOutputsWritten = report.AreOutputsWritten ? (byte)1 : (byte)0,
        HasFault = report.Fault is null ? (byte)0 : (byte)1,
        HasErrorCode = report.Fault?.ErrorCode is null ? (byte)0 : (byte)1,
        HasFaultingAddress = report.Fault?.FaultingAddress is null ? (byte)0 : (byte)1,
        HasSystemCall = report.Fault?.SystemCall is null ? (byte)0 : (byte)1,
        FaultVector = report.Fault?.Vector ?? 0,
        FaultErrorCode = report.Fault?.ErrorCode ?? 0,
        FaultRip = report.Fault?.InstructionPointer ?? 0,
        FaultingAddress = report.Fault?.FaultingAddress ?? 0,
        SystemCall = report.Fault?.SystemCall ?? 0,
        Completed = report.Completed,
        MessageSignals = report.MessageSignals,
        PortIo = report.Exits.PortIo,
        CoalescedPortIo = report.Exits.CoalescedPortIo,
        Mmio = report.Exits.Mmio,
        OtherExits = report.Exits.Other,
        Interrupted = report.Exits.Interrupted,
        Unmapped = report.Exits.Unmapped,
    };

    /// <param name="disks">What each disk has done.</param>
    /// <param name="symbols">Of the image, for the method that a fault happened in.</param>
    public readonly MachineReport ToReport(IReadOnlyList<BlockDeviceMetrics> disks, SymbolTable symbols) => new()
    {
        Fault = HasFault == 0 ? null : new GuestFault(
            FaultVector,
            HasErrorCode == 0 ? null : FaultErrorCode,
            FaultRip,
            HasFaultingAddress == 0 ? null : FaultingAddress,
            symbols.Describe(FaultRip))
        {
            SystemCall = HasSystemCall == 0 ? null : SystemCall,
        },
        Exits = new ExitCounters
        {
            PortIo = PortIo,
            CoalescedPortIo = CoalescedPortIo,
            Mmio = Mmio,
            Other = OtherExits,
            Interrupted = Interrupted,
            Unmapped = Unmapped,
        },
        Disks = disks,
        MessageSignals = MessageSignals,
        AreOutputsWritten = AreOutputsWritten != 0,
        Completed = Completed,
    };
}
