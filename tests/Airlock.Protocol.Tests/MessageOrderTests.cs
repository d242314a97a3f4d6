using System.Linq;

namespace Airlock.Protocol.Tests;

public class MessageOrderTests
{
    [Fact]
    public void The_messages_of_a_copy_are_in_order()
    {
        var order = new MessageOrder();
        foreach (ulong current in (ulong[])[1, 11, 11, 50])
        {
            Assert.Equal(OrderViolation.None, order.Accept(Progress("copy", current, 50)));
        }

        Assert.Null(order.Completion);
        Assert.Equal(OrderViolation.None, order.Accept(Complete()));
        Assert.Equal(Complete().Complete, order.Completion);
    }

    [Fact]
    public void Nothing_follows_the_last_word()
    {
        var order = new MessageOrder();
        order.Accept(Complete());
        Assert.Equal(OrderViolation.MessageAfterComplete, order.Accept(new GuestMessage()));
        Assert.Equal(OrderViolation.MessageAfterComplete, order.Violation);
    }

    [Fact]
    public void A_second_last_word_is_one_too_many()
    {
        var order = new MessageOrder();
        order.Accept(Complete());
        Assert.Equal(OrderViolation.MessageAfterComplete, order.Accept(Complete()));
    }

    [Fact]
    public void Progress_never_falls()
    {
        var order = new MessageOrder();
        order.Accept(Progress("copy", 11, 50));
        Assert.Equal(OrderViolation.CurrentFell, order.Accept(Progress("copy", 10, 50)));
    }

    [Fact]
    public void Progress_never_exceeds_the_total()
    {
        Assert.Equal(OrderViolation.CurrentExceedsTotal, new MessageOrder().Accept(Progress("copy", 51, 50)));
    }

    [Fact]
    public void Each_operation_has_its_own_progress()
    {
        var order = new MessageOrder();
        Assert.Equal(OrderViolation.None, order.Accept(Progress("copy", 50, 50)));
        Assert.Equal(OrderViolation.None, order.Accept(Progress("Copy", 1, 50)));
        Assert.Equal(OrderViolation.None, order.Accept(Progress("verify", 1, 50)));
    }

    [Fact]
    public void A_violation_is_for_good()
    {
        var order = new MessageOrder();
        order.Accept(Progress("copy", 51, 50));
        Assert.Equal(OrderViolation.CurrentExceedsTotal, order.Accept(Complete()));
        Assert.Null(order.Completion);
    }

    [Fact]
    public void A_guest_cannot_make_the_host_remember_operations_without_end()
    {
        var order = new MessageOrder();
        Assert.All(Enumerable.Range(0, MessageOrder.MaxOperations), i =>
            Assert.Equal(OrderViolation.None, order.Accept(Progress($"operation {i}", 1, 2))));
        Assert.Equal(OrderViolation.None, order.Accept(Progress("operation 0", 2, 2)));
        Assert.Equal(OrderViolation.TooManyOperations, order.Accept(Progress("one more", 1, 2)));
    }

    [Fact]
    public void What_an_image_is_and_why_it_is_refused_come_before_the_last_word()
    {
        var order = new MessageOrder();
        Assert.Equal(OrderViolation.None, order.Accept(new GuestMessage { InfoResult = new() { Format = "qcow2" } }));
        Assert.Equal(OrderViolation.None, order.Accept(new GuestMessage { Refusal = new() { Format = "qcow2" } }));
        var complete = new GuestMessage { Complete = new() { Operation = "convert" } };
        Assert.Equal(OrderViolation.None, order.Accept(complete));
        Assert.Equal("qcow2", order.InfoResult?.Format);
        Assert.Equal("qcow2", order.Refusal?.Format);
        Assert.Equal(
            OrderViolation.MessageAfterComplete, order.Accept(new GuestMessage { InfoResult = new() }));
        Assert.Equal(OrderViolation.MessageAfterComplete, order.Accept(new GuestMessage { Refusal = new() }));
    }

    [Fact]
    public void A_refusal_is_no_success()
    {
        var order = new MessageOrder();
        order.Accept(new GuestMessage { Refusal = new() });
        Assert.Equal(OrderViolation.SuccessAfterRefusal, order.Accept(Complete()));
        Assert.Null(order.Completion);
    }

    [Fact]
    public void Parts_of_a_map_follow_each_other()
    {
        var order = new MessageOrder();
        Assert.Equal(OrderViolation.None, order.Accept(Extent(0, 10, "hole")));
        Assert.Equal(OrderViolation.None, order.Accept(Extent(10, ulong.MaxValue - 10, "data")));
        Assert.Equal((2ul, ulong.MaxValue), (order.MapExtents, order.MapEnd));
        Assert.Equal(OrderViolation.None, order.Accept(new GuestMessage { MapResult = new() { ExtentsEmitted = 2 } }));
        Assert.Equal(OrderViolation.RepeatedResult, order.Accept(new GuestMessage { MapResult = new() }));
    }

    [Theory]
    [InlineData(1, 10, "data")]
    [InlineData(9, 10, "data")]
    [InlineData(11, 10, "data")]
    [InlineData(10, 0, "data")]
    [InlineData(10, ulong.MaxValue, "data")]
    [InlineData(10, 10, "")]
    [InlineData(10, 10, "full")]
    public void One_that_does_not_breaks_the_map(ulong start, ulong length, string state)
    {
        var order = new MessageOrder();
        order.Accept(Extent(0, 10, "zero"));
        Assert.Equal(OrderViolation.BrokenMap, order.Accept(Extent(start, length, state)));
    }

    [Fact]
    public void A_map_that_is_complete_has_no_further_part()
    {
        var order = new MessageOrder();
        order.Accept(new GuestMessage { MapResult = new() });
        Assert.Equal(OrderViolation.BrokenMap, order.Accept(Extent(0, 1, "data")));
    }

    private static GuestMessage Extent(ulong start, ulong length, string state) =>
        new() { MapExtent = new() { Start = start, Length = length, State = state } };

    [Fact]
    public void What_is_asked_of_an_image_is_answered_once()
    {
        var digest = new MessageOrder();
        Assert.Equal(OrderViolation.None, digest.Accept(new GuestMessage { Digest = new() { Bytes = 5 } }));
        Assert.Equal(OrderViolation.RepeatedResult, digest.Accept(new GuestMessage { Digest = new() }));
        Assert.Equal(5ul, digest.Digest?.Bytes);
    }

    [Fact]
    public void What_an_image_is_and_why_it_is_refused_are_said_once()
    {
        var info = new MessageOrder();
        info.Accept(new GuestMessage { InfoResult = new() { Format = "raw" } });
        Assert.Equal(OrderViolation.RepeatedResult, info.Accept(new GuestMessage { InfoResult = new() }));
        Assert.Equal("raw", info.InfoResult?.Format);
        var refusal = new MessageOrder();
        refusal.Accept(new GuestMessage { Refusal = new() });
        Assert.Equal(OrderViolation.RepeatedResult, refusal.Accept(new GuestMessage { Refusal = new() }));
    }

    private static GuestMessage Complete() => new()
    {
        Complete = new CompleteMessage { Operation = "copy", Count = 50, Success = true },
    };

    private static GuestMessage Progress(string operation, ulong current, ulong total) => new()
    {
        Progress = new ProgressMessage { Operation = operation, Current = current, Total = total },
    };
}
