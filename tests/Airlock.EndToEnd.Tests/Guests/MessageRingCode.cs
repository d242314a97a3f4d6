namespace Airlock.EndToEnd.Tests.Guests;

/// <summary>Where the ring of messages and its registers lie; written from docs/memory-map.md, not shared.</summary>
internal static class MessageRingCode
{
    public const ulong Head = 0x13_0000;
    public const ulong Tail = Head + 0x40;
    public const ulong WakeAfter = Head + 0x80;
    public const ulong Data = Head + 0x1000;

    public const ulong Doorbell = 0x1000_3000;
    public const ulong Enable = Doorbell + 4;
    public const ulong Room = Doorbell + 8;
}
