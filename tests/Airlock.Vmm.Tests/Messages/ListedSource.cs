using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Tests.Messages;

/// <summary>Gives pieces that were listed before.</summary>
internal sealed class ListedSource(IEnumerable<byte[]> pieces) : IMessageSource
{
    private readonly Queue<byte[]> _pieces = new(pieces);
    private bool _given;

    public string? Violation { get; init; }

    /// <summary>Whether there is nothing more for a moment after each piece.</summary>
    public bool OneAtATime { get; init; }

    public int Take(Span<byte> buffer)
    {
        _given = !(_given && OneAtATime) && _pieces.Count > 0;
        if (!_given)
        {
            return 0;
        }

        byte[] piece = _pieces.Dequeue();
        piece.CopyTo(buffer);
        return piece.Length;
    }

    public bool Arm(int count) => _pieces.Count == 0;

    public void Release()
    {
    }
}
