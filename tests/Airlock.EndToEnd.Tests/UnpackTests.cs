using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>The decoders that .NET's tests know, as bare metal has them.</summary>
public sealed class UnpackTests : IDisposable
{
    private readonly GuestRun _run = new();

    public void Dispose() => _run.Dispose();

    [SkippableTheory]
    [InlineData("Unpack.bin")]
    [InlineData("Unpack.elf")]
    public void Streams_are_decoded_in_the_machine(string image)
    {
        byte[] guest = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "images", image));
        ProgramResult result = _run.RunImage(guest).ShouldSucceed();
        Assert.Equal("[COMPLETE] complete op=unpack count=1500 success=true\n", result.Output);
    }
}
