using Airlock.EndToEnd.Tests.Guests;

namespace Airlock.EndToEnd.Tests.Hostile;

/// <summary>A guest that does one nasty thing, and what its run has to end with.</summary>
/// <param name="Deed">What it does, as the end of "a guest that ...".</param>
/// <param name="ExitCode">0 where the guest may do it and must be able to go on, else mostly 4.</param>
/// <param name="Words">What the sentence on standard error says among other things; nothing with exit code 0.</param>
/// <param name="Write">Its instructions.</param>
/// <param name="Options">Of <c>airlock run</c>.</param>
internal sealed record HostileGuest(
    string Deed, int ExitCode, string Words, Action<GuestAssembler> Write, params string[] Options)
{
    private static readonly HostileGuest[][] s_tables =
    [
        ProcessorGuests.All, PortGuests.All, WindowGuests.All, QueueGuests.All, RequestGuests.All, MessageGuests.All,
        TransportGuests.All,
    ];

    /// <summary>All there are, by deed.</summary>
    public static IReadOnlyDictionary<string, HostileGuest> All { get; } =
        s_tables.SelectMany(table => table).ToDictionary(guest => guest.Deed, StringComparer.Ordinal);

    /// <summary>One of each table.</summary>
    public static IReadOnlySet<HostileGuest> Samples { get; } = s_tables.Select(table => table[0]).ToHashSet();
}
