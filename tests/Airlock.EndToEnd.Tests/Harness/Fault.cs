using System.Globalization;

namespace Airlock.EndToEnd.Tests.Harness;

/// <summary>A call on the program's files that fails (Faults/faults.c).</summary>
/// <param name="Call">Its name in libc.</param>
/// <param name="Errno">What it fails with; 0 for a transfer that is only half done; or <see cref="Death"/>.</param>
/// <param name="Length">Length of the regular files that are meant.</param>
internal sealed record Fault(string Call, int Errno, long Length)
{
    /// <summary>The process is killed there.</summary>
    public const int Death = -1;

    public const int EPERM = 1;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EACCES = 13;
    public const int ENFILE = 23;
    public const int EMFILE = 24;
    public const int EFBIG = 27;
    public const int ENOSPC = 28;
    public const int EROFS = 30;
    public const int ENOSYS = 38;
    public const int EOPNOTSUPP = 95;
    public const int EDQUOT = 122;

    /// <summary>"worker" or "parent", if it fails in that process only.</summary>
    public string? Process { get; init; }

    /// <summary>The first call that fails, counted from 1.</summary>
    public int At { get; init; } = 1;

    /// <summary>How many fail.</summary>
    public int Count { get; init; } = int.MaxValue;

    /// <summary>Whether there is no O_TMPFILE, so that the output has a hidden name until it is done.</summary>
    public bool NoTemporaryFiles { get; init; }

    public IEnumerable<string> Environment =>
    [
        $"LD_PRELOAD={Path.Combine(AppContext.BaseDirectory, "faults.so")}",
        $"LD_FAULT_CALL={Call}",
        string.Create(CultureInfo.InvariantCulture, $"LD_FAULT_AT={At}"),
        string.Create(CultureInfo.InvariantCulture, $"LD_FAULT_COUNT={Count}"),
        string.Create(CultureInfo.InvariantCulture, $"LD_FAULT_ERRNO={Errno}"),
        string.Create(CultureInfo.InvariantCulture, $"LD_FAULT_LENGTH={Length}"),
        .. Process is null ? Array.Empty<string>() : [$"LD_FAULT_IN={Process}"],
        .. NoTemporaryFiles ? ["LD_FAULT_NO_TMPFILE=1"] : Array.Empty<string>(),
    ];
}
