using Airlock.Protocol;

namespace Airlock.Cli.Output;

/// <summary>What is known of an image: what the guest says, and what the host knows of its file.</summary>
/// <param name="Name">As it was given.</param>
/// <param name="AllocatedBytes">What the file takes on its disk.</param>
/// <param name="Info">Null where not even the header could be read.</param>
/// <param name="Refusal">Why that was so.</param>
internal sealed record ImageReport(string Name, ulong AllocatedBytes, InfoResultMessage? Info, Refusal? Refusal);
