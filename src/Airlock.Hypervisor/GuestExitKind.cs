namespace Airlock.Hypervisor;

/// <summary>Why a guest stopped running.</summary>
public enum GuestExitKind
{
    /// <summary>It reads or writes an I/O port, once or several times in a row.</summary>
    Port,

    /// <summary>It reads or writes an address outside RAM where devices may be.</summary>
    Device,

    /// <summary>It executed HLT: the end of the run.</summary>
    Halted,

    /// <summary>An exception of its processor, or a system call, ended it.</summary>
    Exception,

    /// <summary>An exit was requested. The guest can go on.</summary>
    Interrupted,

    /// <summary>It did what this kind of machine can't carry out, or the processor refused. It can't go on.</summary>
    Failed,
}
