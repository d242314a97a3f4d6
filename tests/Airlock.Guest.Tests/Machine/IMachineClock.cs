namespace Airlock.Guest.Tests.Machine;

/// <summary>Hears when the guest gives time to the devices.</summary>
internal interface IMachineClock
{
    /// <summary>The guest spins; true if a device completed something meanwhile.</summary>
    bool Paused();

    /// <summary>
    /// The guest reads an InterruptStatus register, which is about to be answered; false if that is in vain.
    /// </summary>
    bool Trapped();
}
