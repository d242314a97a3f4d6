namespace Airlock.Cli.Tests;

[Collection(ConsoleTests.Name)]
public class DiagnosticsTests
{
    [Theory]
    [InlineData("The guest stalled.", "The guest stalled.")]
    [InlineData("a\nb\tc", @"a\nb\tc")]
    [InlineData("\u001b[31mred", @"\x1b[31mred")]
    [InlineData("C:\\", @"C:\\")]
    public void A_sentence_is_one_line_on_standard_error_whatever_is_in_it(string sentence, string shown)
    {
        using var console = new CapturedConsole();
        Diagnostics.Say(sentence);
        Assert.Equal($"airlock: {shown}\n", console.Error);
        Assert.Empty(console.Output);
    }
}
