using Airlock.Protocol;
using Airlock.Vmm.Jobs;

namespace Airlock.Vmm.Tests.Jobs;

public class RefusalSentenceTests
{
    [Fact]
    public void Class_field_value_and_place_are_named() => Assert.Equal(
        "The image is refused (TOO_LARGE): qcow2, l1_size at offset 36 is 1073741824, where the limit is 4194304.",
        RefusalSentence.Of(new Refusal
        {
            Reason = RefusalClass.RefusalTooLarge,
            Format = "qcow2",
            Field = "l1_size",
            Offset = 36,
            Value = 1 << 30,
            Limit = 4 << 20,
        }));

    [Fact]
    public void A_text_comes_last_and_what_there_is_none_of_is_left_out() => Assert.Equal(
        "The image is refused (EXTERNAL): qcow2, backing_file_offset at offset 8 is 512: /etc/passwd.",
        RefusalSentence.Of(new Refusal
        {
            Reason = RefusalClass.RefusalExternal,
            Format = "qcow2",
            Field = "backing_file_offset",
            Offset = 8,
            Value = 512,
            Text = "/etc/passwd",
        }));

    [Fact]
    public void What_is_about_the_whole_image_has_no_place() => Assert.Equal(
        "The image is refused (UNSUPPORTED): vmdk, format.",
        RefusalSentence.Of(new Refusal { Reason = RefusalClass.RefusalUnsupported, Format = "vmdk", Field = "format" }));

    [Theory]
    [InlineData(RefusalClass.RefusalUnknown, "The image is refused (UNKNOWN): none. If it is a raw disk, say so (--format raw).")]
    [InlineData((RefusalClass)99, "The image is refused (class 99): none.")]
    public void A_format_that_is_not_known_has_no_name(RefusalClass reason, string sentence) =>
        Assert.Equal(sentence, RefusalSentence.Of(new Refusal { Reason = reason, Text = "none" }));
}
