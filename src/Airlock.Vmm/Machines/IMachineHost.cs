using Airlock.Vmm.Messages;

namespace Airlock.Vmm.Machines;

/// <summary>The machine of one run and its disks, wherever they are at work: in this process or in a worker.</summary>
internal interface IMachineHost : IDisposable
{
    /// <summary>What the guest says.</summary>
    IMessageFeed Messages { get; }

    /// <summary>Requests completed so far, as far as is known here.</summary>
    long Completed { get; }

    /// <summary>Lets the guest run. From then on a stop of the run ends it.</summary>
    void Start();

    /// <summary>Lets the vCPU come back once if bytes may be waiting that it wrote to a port without an exit.</summary>
    void FetchCollected();

    /// <summary>Waits until the guest has ended and touches nothing any more. To be called once the run is stopped.</summary>
    MachineReport Join();
}
