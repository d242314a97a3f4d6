using System;

namespace Airlock.Guest.Tests.Machine;

/// <summary>Ends a guest that waits for a device that won't answer any more, as the stall timeout would.</summary>
internal sealed class GuestStalledException : Exception
{
    public GuestStalledException()
        : base("The guest waits, and nothing more will come.")
    {
    }
}
