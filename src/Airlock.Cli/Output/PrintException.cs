namespace Airlock.Cli.Output;

/// <summary>Messages could not be shown, so nobody would hear what a run says: a full disk behind standard output.</summary>
internal sealed class PrintException : Exception
{
    public PrintException(Exception cause)
        : base($"Messages can't be written to standard output: {cause.Message.TrimEnd('.')}. The job was ended for it.",
            cause)
    {
    }
}
