namespace Airlock.Vmm.Results;

/// <summary>Why a machine could not even be started.</summary>
public enum AirlockError
{
    /// <summary>What was asked for makes no sense: a missing input, the same file twice, an unwritable folder.</summary>
    Usage,

    /// <summary>A file could not be read, written or flushed.</summary>
    FileAccess,

    /// <summary>This host can't run the machine: no /dev/kvm, no permission, a missing capability.</summary>
    HostUnsupported,
}
