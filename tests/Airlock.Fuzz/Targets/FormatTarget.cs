using Airlock.Fuzz.Engine;
using Airlock.Fuzz.Machine;
using Airlock.Guest.Formats;
using Airlock.Testing.Formats;

namespace Airlock.Fuzz.Targets;

/// <summary>
/// Changes to a sound image: the guest's parsers answer or refuse with a class, read nothing outside of the file and
/// little of it, and name only places inside; <see cref="InspectedImage"/> looks at that.
/// </summary>
/// <param name="stated">The format that is stated; Unknown: found out by the contents.</param>
/// <param name="make">Makes a sound image, by a number of the input.</param>
/// <param name="seal">Puts right checksums into an image, as an attacker would.</param>
internal sealed class FormatTarget(ImageFormat stated, Func<int, byte[]> make, Func<byte[], byte[]> seal) : IFuzzTarget
{
    private const ulong MaxBytesRead = 16 << 20;
    private const int Kinds = 16;

    /// <summary>Where headers and tables are; what is below 0 counts from the end.</summary>
    private static readonly int[] s_places =
    [
        0, 512, 1536, 4096, 12288, 16384, 32768, -1536, -512,
        64 << 10, 128 << 10, 192 << 10, 256 << 10, 3 << 20, (3 << 20) + (64 << 10),
    ];

    private readonly byte[]?[] _images = new byte[Kinds][];

    public int MaxInputLength => 512;

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new ActionReader(input);
        int kind = reader.Byte() % Kinds;
        byte flags = reader.Byte();
        int cut = reader.U16();
        byte[] sound = _images[kind] ??= make(kind);
        byte[] image = Changed(sound, ref reader);
        bool isSealed = (flags & 1) == 0;
        bool isCut = (flags & 6) == 6;
        image = isCut ? image.Cut(cut % (image.Length + 1)) : image;
        InspectedImage inspected = InspectedImage.Of(
            isSealed ? seal(image) : image, new InspectionOptions { StatedFormat = stated });
        FindingException.ThrowUnless(
            inspected.Use.BytesRead <= MaxBytesRead, $"It took {inspected.Use.BytesRead} bytes to say what it is.");
        inspected.Walk();
    }

    public void Dispose()
    {
    }

    /// <summary>Half of the time close behind where a header or table begins.</summary>
    private static int Offset(ref ActionReader reader, int length)
    {
        int place = s_places[reader.Byte() % s_places.Length];
        int distance = reader.U16();
        distance = (distance & 1) == 0 ? distance >> 1 & 0xff : distance >> 1;
        return (((place + distance) % length) + length) % length;
    }

    /// <summary>Overwrites bytes here and there: where, how many, and which.</summary>
    private static byte[] Changed(byte[] sound, ref ActionReader reader)
    {
        byte[] image = [.. sound];
        while (!reader.IsEmpty && image.Length > 0)
        {
            int offset = Offset(ref reader, image.Length);
            ReadOnlySpan<byte> bytes = reader.Bytes(1 + (reader.Byte() & 15));
            bytes[..Math.Min(bytes.Length, image.Length - offset)].CopyTo(image.AsSpan(offset));
        }

        return image;
    }
}
