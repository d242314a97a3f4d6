namespace Airlock.Protocol;

/// <summary>
/// Holds a guest to the order of its messages: a CompleteMessage is the last, what an image is, why it isn't taken and
/// what its contents come to are said once each before it, parts of its map follow each other, a refusal ends without
/// success, and within an operation <c>current</c> never falls and never exceeds <c>total</c>.
/// </summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
public sealed class MessageOrder
{
    /// <summary>
    /// How many operations, told apart by name, may report progress: a limit because each is remembered, and its name
    /// is the guest's choice.
    /// </summary>
    public const int MaxOperations = 16;

    private readonly string[] _operations = new string[MaxOperations];
    private readonly ulong[] _currents = new ulong[MaxOperations];
    private int _count;
    private int _latest;
    private InfoResultMessage? _infoResult;
    private Refusal? _refusal;
    private MapResultMessage? _mapResult;
    private CompareResultMessage? _comparison;
    private DigestMessage? _digest;

    /// <summary>The guest's last word; null until it is said.</summary>
    public CompleteMessage? Completion { get; private set; }

    /// <summary>What the image is; null until it is said.</summary>
    public InfoResultMessage? InfoResult => _infoResult;

    /// <summary>Why the image isn't taken; null unless that is said.</summary>
    public Refusal? Refusal => _refusal;

    /// <summary>Parts of its map so far.</summary>
    public ulong MapExtents { get; private set; }

    /// <summary>The byte of the virtual disk up to which its parts have been named, one after the other.</summary>
    public ulong MapEnd { get; private set; }

    /// <summary>That its map is complete; null unless that is said.</summary>
    public MapResultMessage? MapResult => _mapResult;

    /// <summary>Whether two disks hold the same; null until it is said.</summary>
    public CompareResultMessage? Comparison => _comparison;

    /// <summary>What its contents come to; null unless that is said.</summary>
    public DigestMessage? Digest => _digest;

    /// <summary>How the stream broke the order, which is for good.</summary>
    public OrderViolation Violation { get; private set; }

    /// <summary>Takes note of the next message of the stream.</summary>
    /// <returns><see cref="OrderViolation.None"/>, or how the stream broke the order, now or earlier.</returns>
    public OrderViolation Accept(GuestMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Violation == OrderViolation.None)
        {
            Violation = FindViolation(message);
        }

        return Violation;
    }

    private OrderViolation FindViolation(GuestMessage message)
    {
        if (Completion is not null)
        {
            return OrderViolation.MessageAfterComplete;
        }

        return message.PayloadCase switch
        {
            GuestMessage.PayloadOneofCase.Progress => FindViolation(message.Progress),
            GuestMessage.PayloadOneofCase.Complete => FindViolation(message.Complete),
            GuestMessage.PayloadOneofCase.InfoResult => TakeOnce(ref _infoResult, message.InfoResult),
            GuestMessage.PayloadOneofCase.Refusal => TakeOnce(ref _refusal, message.Refusal),
            GuestMessage.PayloadOneofCase.MapExtent => FindViolation(message.MapExtent),
            GuestMessage.PayloadOneofCase.MapResult => TakeOnce(ref _mapResult, message.MapResult),
            GuestMessage.PayloadOneofCase.Digest => TakeOnce(ref _digest, message.Digest),
            GuestMessage.PayloadOneofCase.CompareResult => TakeOnce(ref _comparison, message.CompareResult),
            _ => OrderViolation.None,
        };
    }

    private OrderViolation FindViolation(CompleteMessage completion)
    {
        if (Refusal is not null && completion.Success)
        {
            return OrderViolation.SuccessAfterRefusal;
        }

        Completion = completion;
        return OrderViolation.None;
    }

    /// <summary>Takes note of what may be said once.</summary>
    private static OrderViolation TakeOnce<T>(ref T? said, T message)
        where T : class
    {
        if (said is not null)
        {
            return OrderViolation.RepeatedResult;
        }

        said = message;
        return OrderViolation.None;
    }

    private OrderViolation FindViolation(MapExtentMessage extent)
    {
        bool follows = extent.Start == MapEnd && extent.Length > 0 && extent.Length <= ulong.MaxValue - MapEnd;
        if (MapResult is not null || !follows || extent.State is not ("hole" or "zero" or "data"))
        {
            return OrderViolation.BrokenMap;
        }

        MapEnd += extent.Length;
        MapExtents++;
        return OrderViolation.None;
    }

    private OrderViolation FindViolation(ProgressMessage progress)
    {
        if (progress.Current > progress.Total)
        {
            return OrderViolation.CurrentExceedsTotal;
        }

        // Nearly always the operation of the message before, and the very same string.
        int index = _count > 0 && _operations[_latest] == progress.Operation
            ? _latest
            : Array.IndexOf(_operations, progress.Operation, 0, _count);
        if (index < 0)
        {
            if (_count == MaxOperations)
            {
                return OrderViolation.TooManyOperations;
            }

            index = _count++;
            _operations[index] = progress.Operation;
        }
        else if (progress.Current < _currents[index])
        {
            return OrderViolation.CurrentFell;
        }

        _currents[index] = progress.Current;
        _latest = index;
        return OrderViolation.None;
    }
}
