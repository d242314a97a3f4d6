using System.Runtime.InteropServices;
using Airlock.Protocol;
using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Workers;

/// <summary>
/// What a parent asks of its worker, sent with the descriptors of /dev/kvm, input and output. The guest image follows,
/// unless it is the one that both have: first its name, then its bytes.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct JobOrder
{
    /// <summary>Another layout of these records is another number: a library may name a program of another version.</summary>
    public const uint CurrentVersion = 0xa1c0_0001;

    /// <summary>Descriptors that come with each: /dev/kvm, the input, the output.</summary>
    private const int AlwaysSent = 3;

    public uint Version;
    public int ImageNameLength;
    public int ImageLength;
    public int Ring;
    public MessageMode Messages;
    public Transport Transport;
    public SparseMode Sparse;
    public AlignmentRecord InputDirect;
    public AlignmentRecord OutputDirect;
    public byte InputHasHoles;
    public byte OutputIsBlank;
    public byte CoalesceSerial;
    public byte WantsDebugText;
    public ulong FileLength;
    public ulong MemoryBytes;
    public ulong ProgressStep;
    public ulong ChunkBytes;
    public long TickTicks;
    public long TimeLimitTicks;

    /// <summary>How many descriptors come with this one.</summary>
    public readonly int Descriptors => AlwaysSent + (InputDirect.IsGiven ? 1 : 0) + (OutputDirect.IsGiven ? 1 : 0);

    /// <summary>The options and files that a machine is built by.</summary>
    public static JobOrder Of(DiskJobOptions options, JobFiles files) => new()
    {
        Version = CurrentVersion,
        Ring = options.Ring,
        Messages = options.Messages,
        Transport = options.Transport,
        Sparse = options.Sparse,
        FileLength = files.Length,
        InputHasHoles = files.InputHasHoles ? (byte)1 : (byte)0,
        OutputIsBlank = files.OutputIsBlank ? (byte)1 : (byte)0,
        InputDirect = AlignmentRecord.Of(files.InputDirect),
        OutputDirect = AlignmentRecord.Of(files.OutputDirect),
        CoalesceSerial = options.CoalesceSerial ? (byte)1 : (byte)0,
        MemoryBytes = options.MemoryBytes,
        ProgressStep = options.ProgressStep ?? 0,
        ChunkBytes = options.ChunkBytes ?? 0,
        TimeLimitTicks = options.TimeLimit.Ticks,
    };

    /// <summary>The files as they travel, behind /dev/kvm.</summary>
    public static SafeHandle[] Handles(JobFiles files)
    {
        List<SafeHandle> handles = [files.Input, files.Output];
        foreach (DirectAccess? direct in (ReadOnlySpan<DirectAccess?>)[files.InputDirect, files.OutputDirect])
        {
            if (direct is not null)
            {
                handles.Add(direct.File);
            }
        }

        return [.. handles];
    }

    /// <summary>The files in the worker.</summary>
    /// <param name="handles">As many as <see cref="Descriptors"/> says, /dev/kvm first.</param>
    public readonly JobFiles ToFiles(SafeFileHandle[] handles)
    {
        int next = AlwaysSent;
        return new JobFiles(handles[1], handles[2], FileLength)
        {
            InputHasHoles = InputHasHoles != 0,
            OutputIsBlank = OutputIsBlank != 0,
            InputDirect = InputDirect.IsGiven ? InputDirect.ToDirect(handles[next++]) : null,
            OutputDirect = OutputDirect.IsGiven ? OutputDirect.ToDirect(handles[next]) : null,
        };
    }

    /// <summary>The options in the worker, but for the guest image.</summary>
    public readonly DiskJobOptions ToOptions() => new()
    {
        Ring = Ring,
        Messages = Messages,
        Transport = Transport,
        Sparse = Sparse,
        CoalesceSerial = CoalesceSerial != 0,
        MemoryBytes = MemoryBytes,
        ProgressStep = ProgressStep == 0 ? null : ProgressStep,
        ChunkBytes = ChunkBytes == 0 ? null : ChunkBytes,
        TimeLimit = TimeSpan.FromTicks(TimeLimitTicks),
    };
}
