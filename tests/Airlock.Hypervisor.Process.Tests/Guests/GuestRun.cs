using System.Buffers.Binary;
using Iced.Intel;

namespace Airlock.Hypervisor.Process.Tests.Guests;

/// <summary>A guest on a thread of its own, whose exits are answered and written down. Never waits for ever.</summary>
internal sealed class GuestRun : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ProcessHypervisor _hypervisor = new();
    private readonly TaskCompletionSource _bound = new();
    private readonly TaskCompletionSource<GuestEnd> _end = new();
    private readonly Thread _thread;
    private volatile bool _isStopping;
    private int _interruptions;

    private GuestRun(GuestProgram program)
    {
        Machine = _hypervisor.CreateMachine(program);
        _thread = new Thread(Run, maxStackSize: 512 << 10) { IsBackground = true };
    }

    public IVirtualMachine Machine { get; }

    public int Process => Machine.Needs.TracedProcess!.Value;

    /// <summary>To be looked at once the guest has ended, or stands still.</summary>
    public List<Access> Accesses { get; } = [];

    /// <summary>What reads read.</summary>
    public ulong Answer { get; init; } = 0xe9ea_ebec_edee_eff0;

    /// <summary>For each exit that isn't an end, on the thread of the CPU, before it is answered.</summary>
    public Action<Access>? Observer { get; init; }

    public int Interruptions => Volatile.Read(ref _interruptions);

    public static GuestRun Create(GuestProgram program, Action<Access>? observer = null) =>
        new(program) { Observer = observer };

    public static GuestRun Start(GuestProgram program) => Create(program).Start();

    public static GuestRun Start(Action<Assembler> write) => Start(Programs.Flat(write));

    /// <summary>Runs to the end.</summary>
    public static (GuestEnd End, List<Access> Accesses) Complete(GuestProgram program)
    {
        using GuestRun run = Start(program);
        return (run.End(), run.Accesses);
    }

    public static (GuestEnd End, List<Access> Accesses) Complete(Action<Assembler> write) => Complete(Programs.Flat(write));

    /// <summary>Starts it; returns once the CPU is bound.</summary>
    public GuestRun Start()
    {
        _thread.Start();
        try
        {
            _bound.Task.WaitAsync(s_patience).GetAwaiter().GetResult();
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Waits for the guest to end by itself.</summary>
    public GuestEnd End() => _end.Task.WaitAsync(s_patience).GetAwaiter().GetResult();

    public void Dispose()
    {
        _isStopping = true;
        Machine.RequestExit();
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted) || _thread.Join(s_patience))
        {
            Machine.Dispose();
            _hypervisor.Dispose();
            return;
        }

        throw new TimeoutException("The guest can't be stopped.");
    }

    private void Run()
    {
        try
        {
            using IVirtualCpu cpu = Machine.BindCpu();
            _bound.SetResult();
            while (Step(cpu))
            {
            }
        }
        catch (Exception e)
        {
            _bound.TrySetException(e);
            _end.TrySetException(e);
        }
    }

    private bool Step(IVirtualCpu cpu)
    {
        GuestExit exit = cpu.Run();
        switch (exit.Kind)
        {
            case GuestExitKind.Port or GuestExitKind.Device:
                Handle(exit);
                return true;
            case GuestExitKind.Interrupted when !_isStopping:
                Interlocked.Increment(ref _interruptions);
                return true;
            default:
                _end.TrySetResult(GuestEnd.Of(exit));
                return false;
        }
    }

    private void Handle(in GuestExit exit)
    {
        Access access = Access.Of(exit);
        Observer?.Invoke(access);
        Accesses.Add(access);
        if (!exit.IsWrite)
        {
            Span<byte> answer = stackalloc byte[sizeof(ulong)];
            for (int offset = 0; offset < exit.Data.Length; offset += exit.Width)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(answer, Answer);
                answer[..exit.Width].CopyTo(exit.Data[offset..]);
            }
        }
    }
}
