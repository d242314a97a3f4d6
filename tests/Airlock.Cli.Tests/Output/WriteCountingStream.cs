using System.Text;

namespace Airlock.Cli.Tests.Output;

/// <summary>Keeps what is written, and in how many pieces.</summary>
internal sealed class WriteCountingStream : MemoryStream
{
    public int Writes { get; private set; }

    public string Text => Encoding.UTF8.GetString(ToArray());

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Writes++;
        base.Write(buffer);
    }
}
