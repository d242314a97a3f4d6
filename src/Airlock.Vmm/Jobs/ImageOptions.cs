using Airlock.Abi.Images;
using Airlock.Protocol;
using Airlock.Vmm.Results;

namespace Airlock.Vmm.Jobs;

/// <summary>How an image is read, whichever format it has.</summary>
public sealed record ImageOptions
{
    /// <summary>The largest disk that is taken by default: 64 TiB, in bytes.</summary>
    public const ulong DefaultMaxVirtualSize = 64UL << 40;

    private static readonly string[] s_formats = ["raw", "qcow2", "vmdk", "vhd", "vhdx", "vdi"];

    /// <summary>
    /// The format's name: raw, qcow2, vmdk, vhd, vhdx or vdi. Null to find it out by the contents, which a raw disk's owner
    /// chooses: who knows the format should say it.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>The largest virtual size that is taken, in bytes.</summary>
    public ulong MaxVirtualSize { get; init; } = DefaultMaxVirtualSize;

    /// <summary>
    /// The most bytes of data that a byte of the image may become; null for the default of 10,000, or 1 GiB where that is
    /// more. An image that grows beyond is refused as a bomb.
    /// </summary>
    public ulong? MaxAmplification { get; init; }

    /// <summary>What is taken that would be refused otherwise.</summary>
    public AcceptedImages Accept { get; init; }

    /// <summary>Names of the formats that <see cref="Format"/> may state.</summary>
    public static IReadOnlyList<string> Formats => s_formats;

    /// <exception cref="AirlockException">An option is out of range.</exception>
    internal void Validate()
    {
        CheckFormat(Format);
        Require(MaxVirtualSize > 0, "The largest size must be more than zero.");
        Require(MaxAmplification is null or > 0, "The largest amplification must be more than zero.");
        Require((Accept & ~AcceptedImages.Corrupt) == 0, "Only images that are marked corrupt can be accepted all the same.");
    }

    /// <summary>Bytes of data that an image may come to.</summary>
    /// <param name="fileLength">Bytes of the image.</param>
    internal ulong MostData(ulong fileLength) => DataLimit.Of(fileLength, MaxAmplification ?? 0);

    /// <summary>Tells the guest.</summary>
    internal void Configure(VmmConfig config)
    {
        config.SourceFormat = Format ?? string.Empty;
        config.MaxVirtualSize = MaxVirtualSize;
        config.MaxAmplification = MaxAmplification ?? 0;
        config.Accept = (uint)Accept;
    }

    /// <exception cref="AirlockException">There is no such format.</exception>
    internal static void CheckFormat(string? format) => Require(
        format is null || s_formats.Contains(format, StringComparer.Ordinal), $"The format must be one of {string.Join(", ", s_formats)}.");

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new AirlockException(AirlockError.Usage, message);
        }
    }
}
