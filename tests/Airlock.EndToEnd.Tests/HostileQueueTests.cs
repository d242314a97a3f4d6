using Airlock.EndToEnd.Tests.Guests;

namespace Airlock.EndToEnd.Tests;

/// <summary>Drivers that try to make the devices do what they must not: the run ends, the host is untouched.</summary>
public sealed class HostileQueueTests : IDisposable
{
    private const ulong Queue = 0x10_0000;
    private const ulong Buffer = 0x20_0000;

    private readonly GuestRun _run = new();

    public void Dispose() => _run.Dispose();

    [SkippableTheory]
    [InlineData(0x0ul)]
    [InlineData(0x1000ul)] // descriptor tables of the processor
    [InlineData(0x2000ul)] // page tables
    [InlineData(0xe000ul)] // exception stack
    [InlineData(0xfff0ul)] // across the border of what is hidden
    [InlineData(0x7f_fff0ul)] // across the end of RAM
    [InlineData(0x1000_0000ul)] // a device window
    [InlineData(0xffff_ffff_ffff_fff0ul)] // wraps
    public void Reading_a_disk_into_what_is_not_the_guests_is_refused(ulong buffer) => Breaks(driver =>
    {
        driver.Initialize();
        driver.Descriptor(0, Queue + 0xc00, 16, VirtioBlockCode.Next, next: 1);
        driver.Descriptor(1, buffer, 512, VirtioBlockCode.Next | VirtioBlockCode.DeviceWrites, next: 2);
        driver.Descriptor(2, Queue + 0xc10, 1, VirtioBlockCode.DeviceWrites, next: 0);
        driver.Offer(head: 0, availableIndex: 0);
        driver.Notify();
    });

    [SkippableTheory]
    [InlineData(0x2000ul, Queue + 0x400, Queue + 0x800)]
    [InlineData(Queue, 0x2000ul, Queue + 0x800)]
    [InlineData(Queue, Queue + 0x400, 0x2000ul)]
    [InlineData(0x80_0000ul, Queue + 0x400, Queue + 0x800)]
    [InlineData(Queue, Queue + 0x400, 0xffff_ffff_ffff_fffcul)]
    public void A_queue_in_what_is_not_the_guests_is_refused(ulong descriptors, ulong available, ulong used) =>
        Breaks(driver =>
        {
            driver.Register(0x70, 3);
            driver.Register(0x24, 1);
            driver.Register(0x20, 1);
            driver.Register(0x70, 11);
            driver.SetUpQueue(descriptors, available, used);
            driver.Register(0x70, 15);
            driver.Offer(head: 0, availableIndex: 0);
            driver.Notify();
        });

    [SkippableFact]
    public void An_index_that_jumps_breaks_the_queue() => Breaks(driver =>
    {
        driver.Initialize();
        driver.SetAvailableIndex(VirtioBlockCode.QueueSize + 1);
        driver.Notify();
    });

    [SkippableFact]
    public void A_head_outside_the_table_breaks_the_queue() => Breaks(driver =>
    {
        driver.Initialize();
        driver.Offer(head: VirtioBlockCode.QueueSize, availableIndex: 0);
        driver.Notify();
    });

    [SkippableFact]
    public void A_chain_that_loops_breaks_the_queue() => Breaks(driver =>
    {
        driver.Initialize();
        driver.Descriptor(0, Buffer, 16, VirtioBlockCode.Next, next: 0);
        driver.Offer(head: 0, availableIndex: 0);
        driver.Notify();
    });

    [SkippableFact]
    public void A_chain_that_leaves_the_table_breaks_the_queue() => Breaks(driver =>
    {
        driver.Initialize();
        driver.Descriptor(0, Buffer, 16, VirtioBlockCode.Next, next: ushort.MaxValue);
        driver.Offer(head: 0, availableIndex: 0);
        driver.Notify();
    });

    [SkippableFact]
    public void A_buffer_of_four_gigabytes_breaks_the_queue() => Breaks(driver =>
    {
        driver.Initialize();
        driver.Descriptor(0, Buffer, uint.MaxValue, 0, next: 0);
        driver.Offer(head: 0, availableIndex: 0);
        driver.Notify();
    });

    private void Breaks(Action<VirtioBlockCode> write)
    {
        _run.BreaksTheContract(
            guest =>
            {
                write(new VirtioBlockCode(guest, VirtioBlockCode.InputWindow, Queue));

                // A last word that must not be heard: the queue is broken before it, or while the guest waits.
                Iced.Intel.Label wait = guest.Code.CreateLabel();
                guest.Code.Label(ref wait);
                guest.Expect32(VirtioBlockCode.InputWindow + 0x60, 0x7fff_ffff, wait);
                guest.Complete();
                guest.Halt();
            },
            "input device");
    }
}
