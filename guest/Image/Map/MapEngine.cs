using System;
using Airlock.Guest.Formats;
using Airlock.Guest.Messages;
using Airlock.Guest.Platform;
using Airlock.Guest.Transports;
using Airlock.Image.Contents;

namespace Airlock.Image.Map;

/// <summary>
/// Says what lies where in a virtual disk, part by part, as its tables have it. Parts that go on as the one before are one;
/// one of them is all that is remembered.
/// </summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
/// <typeparam name="TTransport">Where messages go.</typeparam>
/// <typeparam name="TDisk">The disk.</typeparam>
internal ref struct MapEngine<TPlatform, TTransport, TDisk>
    where TPlatform : struct, IPlatform
    where TTransport : struct, IMessageTransport
    where TDisk : struct, IVirtualDisk<TPlatform>
{
    private readonly ref ImageReporter<TTransport> _reporter;
    private readonly Span<byte> _frame;
    private DiskCursor<TPlatform, TDisk> _cursor;
    private Extent _part;

    /// <summary>A map of the first <paramref name="length"/> bytes of a disk.</summary>
    /// <param name="source">The image.</param>
    /// <param name="disk">Its disk.</param>
    /// <param name="reporter">Hears of each part.</param>
    /// <param name="length">Bytes of the disk.</param>
    /// <param name="frame">Room for a message.</param>
    public MapEngine(
        ref ImageSource<TPlatform> source,
        ref TDisk disk,
        ref ImageReporter<TTransport> reporter,
        ulong length,
        Span<byte> frame)
    {
        _reporter = ref reporter;
        _frame = frame;
        _cursor = new DiskCursor<TPlatform, TDisk>(ref source, ref disk, start: 0, length);
    }

    /// <summary>Parts that have been named.</summary>
    public ulong Parts { get; private set; }

    /// <summary>
    /// Runs to the end of the disk, or to what can't be followed. Data are charged as if they were converted: what a
    /// conversion refuses for their size has no map.
    /// </summary>
    public ContentEnding Run()
    {
        while (_cursor.HasMore && _cursor.TryFind() && _cursor.TryChargePart())
        {
            Take();
            _cursor.MoveTo(_cursor.PartEnd);
        }

        if (_cursor.Ending == ContentEnding.Done)
        {
            Send();
        }

        return _cursor.Ending;
    }

    /// <summary>Adds what lies at the cursor to the part, or sends that and begins another one.</summary>
    private void Take()
    {
        ulong length = _cursor.PartEnd - _cursor.Next;
        ulong offset = _cursor.Kind == ExtentKind.Data ? _cursor.FileOffset : 0;
        bool goesOn = _part.Length != 0 && _part.Kind == _cursor.Kind
            && (_part.Kind != ExtentKind.Data || offset == _part.FileOffset + _part.Length);
        if (goesOn)
        {
            _part.Length += length;
            return;
        }

        Send();
        _part = new Extent { Kind = _cursor.Kind, Start = _cursor.Next, Length = length, FileOffset = offset };
    }

    private void Send()
    {
        if (_part.Length == 0)
        {
            return;
        }

        MapExtentMessage message = default;
        message.Start = _part.Start;
        message.Length = _part.Length;
        message.State.TrySet(NameOf(_part.Kind));
        message.FileOffset = _part.FileOffset;
        message.Compressed = _part.Kind == ExtentKind.Compressed;
        _reporter.Extent(message, _frame);
        Parts++;
    }

    private static ReadOnlySpan<byte> NameOf(ExtentKind kind) => kind switch
    {
        ExtentKind.Hole => "hole"u8,
        ExtentKind.Zero => "zero"u8,
        _ => "data"u8,
    };
}
