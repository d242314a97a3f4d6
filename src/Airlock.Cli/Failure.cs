using Airlock.Cli.Output;
using Airlock.Interop;
using Airlock.Vmm.Images;
using Airlock.Vmm.Results;

namespace Airlock.Cli;

/// <summary>What ended the program: its exit code and its sentence.</summary>
/// <param name="Sentence">What happened and what to do about it.</param>
internal sealed record Failure(ExitCode ExitCode, string Sentence)
{
    /// <summary>The names that the runtime has for errors of a system call are lost in an exception; its number isn't.</summary>
    private const int UnixErrorMask = 0xffff;

    public static Failure Of(Exception e) => e switch
    {
        TypeInitializationException { InnerException: { } inner } => Of(inner),
        AggregateException { InnerException: { } inner } => Of(inner),
        AirlockException airlock => new Failure(airlock.Error.ToExitCode(), airlock.Message),
        GuestImageException image => new Failure(ExitCode.Usage, image.Message),
        PrintException print => new Failure(ExitCode.OperationFailed, print.Message),
        OutOfMemoryException => new Failure(
            ExitCode.HostUnsupported,
            "This host has no memory, or no thread, left for airlock: raise ulimit -v, ulimit -u or what its control group may use."),
        IOException or UnauthorizedAccessException => OfSystem(e),
        _ => new Failure(
            ExitCode.OperationFailed,
            $"Something went wrong that airlock has no answer to; please report it ({e.GetType().Name}: {e.Message.TrimEnd('.')})."),
    };

    private static Failure OfSystem(Exception e) => (e.HResult & UnixErrorMask) switch
    {
        Errno.EMFILE => new Failure(ExitCode.HostUnsupported, "No descriptor is left for airlock: raise ulimit -n."),
        Errno.ENFILE => new Failure(ExitCode.HostUnsupported, "This host has no descriptor left: raise fs.file-max."),
        Errno.ENOMEM => new Failure(ExitCode.HostUnsupported, "This host has no memory left for airlock: raise ulimit -v."),
        Errno.EAGAIN => new Failure(ExitCode.HostUnsupported, "This host has no thread left for airlock: raise ulimit -u."),
        _ => new Failure(ExitCode.OperationFailed, $"Something couldn't be read or written: {e.Message.TrimEnd('.')}."),
    };
}
