using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Stores;

/// <summary>The open files of a job, without their names: all that a machine needs of them.</summary>
/// <param name="Input">Open for reading.</param>
/// <param name="Output">Open for reading and writing.</param>
/// <param name="Length">Bytes of both.</param>
internal sealed record JobFiles(SafeFileHandle Input, SafeFileHandle Output, ulong Length)
{
    /// <summary>Whether the input has holes worth asking for.</summary>
    public bool InputHasHoles { get; init; }

    /// <summary>Whether whatever hasn't been written of the output reads as zeroes.</summary>
    public bool OutputIsBlank { get; init; }

    /// <summary>The input's way past the page cache, if one was asked for.</summary>
    public DirectAccess? InputDirect { get; init; }

    /// <summary>The output's way past the page cache, if one was asked for.</summary>
    public DirectAccess? OutputDirect { get; init; }

    public static JobFiles Of(InputFile input, OutputTarget output) => new(input.Handle, output.Handle, input.Length)
    {
        InputHasHoles = input.HasHoles,
        OutputIsBlank = output.IsBlank,
        InputDirect = input.Direct,
        OutputDirect = output.Direct,
    };
}
