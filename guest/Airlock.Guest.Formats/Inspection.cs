using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>What a format's parser works with: the file, what it is asked, and where its answers go.</summary>
/// <typeparam name="TSource">The file.</typeparam>
internal readonly ref struct Inspection<TSource>
    where TSource : struct, IByteSource
{
    private readonly ref TSource _source;

    public Inspection(ref TSource source, in InspectionOptions options, ref InfoResultMessage info)
    {
        _source = ref source;
        Options = ref options;
        Info = ref info;
        Length = source.Length;
    }

    /// <summary>What the caller wants.</summary>
    public readonly ref readonly InspectionOptions Options;

    /// <summary>Where answers go. Its <c>Convertible</c> has the first reason against a conversion.</summary>
    public readonly ref InfoResultMessage Info;

    /// <summary>Bytes of the file.</summary>
    public readonly ulong Length;

    /// <summary>Memory of the mapping, as <see cref="IByteSource.Marks"/> says.</summary>
    public Span<byte> Marks => _source.Marks;

    /// <summary>Whether a range lies in the file.</summary>
    public bool IsInside(ulong offset, ulong length) => FileRange.IsInside(offset, length, Length);

    /// <summary>Reads bytes that lie in the file; false if the device failed.</summary>
    public bool TryRead(ulong offset, Span<byte> destination) => _source.TryRead(offset, destination);

    /// <summary>
    /// A reason against a conversion; the parser goes on with what it can still answer. Only the first one is kept.
    /// </summary>
    public void Refuse(RefusalClass reason, ReadOnlySpan<byte> field, ulong value, ulong limit, ulong offset)
    {
        if (!Info.HasConvertible)
        {
            Info.HasConvertible = true;
            Info.Convertible.Set(reason, Info.Format.Bytes, field, new FieldValue(value, limit, offset));
        }
    }

    /// <summary>A reason for which nothing more can be answered. It goes before any other.</summary>
    public FormatStatus Stop(RefusalClass reason, ReadOnlySpan<byte> field, ulong value, ulong limit, ulong offset)
    {
        Info.HasConvertible = false;
        Info.Convertible = default;
        Refuse(reason, field, value, limit, offset);
        return FormatStatus.Refused;
    }

    /// <summary>
    /// Adds a text that stands in the image to the reason that was given first, if that was this one.
    /// </summary>
    public void Explain(RefusalClass reason, ReadOnlySpan<byte> escaped)
    {
        if (Info.Convertible.Reason == reason && Info.Convertible.Text.Bytes.IsEmpty)
        {
            Info.Convertible.Text.TrySet(escaped.Slice(0, Math.Min(escaped.Length, FixedString256.Capacity)));
        }
    }
}
