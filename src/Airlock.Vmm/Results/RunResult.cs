using Airlock.Protocol;
using Airlock.Virtio.Block;

namespace Airlock.Vmm.Results;

/// <summary>What a run came to: what the guest said, what its devices did, and what it cost.</summary>
public sealed record RunResult
{
    /// <summary>How it ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>One plain sentence on what happened and what to do about it; null after success.</summary>
    public required string? Reason { get; init; }

    /// <summary>Which make of the machine it was: KVM or process.</summary>
    public required MachineKind Machine { get; init; }

    /// <summary>The guest's last word, if it came to that.</summary>
    public required CompleteMessage? Complete { get; init; }

    /// <summary>What the image is, of a run that looked at one; null if it didn't come to that.</summary>
    public InfoResultMessage? Info { get; init; }

    /// <summary>What the image's contents come to, of a run that hashed them; null if it didn't come to that.</summary>
    public DigestMessage? Digest { get; init; }

    /// <summary>Whether two images hold the same, of a run that compared them; null if it didn't come to that.</summary>
    public CompareResultMessage? Comparison { get; init; }

    /// <summary>Why the image is refused; null if it isn't.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>The exception that ended the guest, if one did.</summary>
    public required GuestFault? Fault { get; init; }

    /// <summary>Messages that arrived.</summary>
    public required long Messages { get; init; }

    /// <summary>Bytes of messages that arrived.</summary>
    public required long MessageBytes { get; init; }

    /// <summary>
    /// How often the VMM was asked to fetch messages: doorbells and notifications, which KVM answers without an exit to
    /// user space, and batches of COM1's bytes.
    /// </summary>
    public required long MessageSignals { get; init; }

    /// <summary>What the vCPU came back for.</summary>
    public required ExitCounters Exits { get; init; }

    /// <summary>What the input device did.</summary>
    public required BlockDeviceMetrics Input { get; init; }

    /// <summary>What the output device did.</summary>
    public required BlockDeviceMetrics Output { get; init; }

    /// <summary>From the start of the machine to the guest's first message; null without one.</summary>
    public required TimeSpan? TimeToFirstMessage { get; init; }

    /// <summary>From the first file opened to the output in place.</summary>
    public required TimeSpan WallTime { get; init; }
}
