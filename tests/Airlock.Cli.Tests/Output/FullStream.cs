namespace Airlock.Cli.Tests.Output;

/// <summary>A stream with a full disk behind it.</summary>
internal sealed class FullStream : MemoryStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
}
