using Airlock.EndToEnd.Tests.Guests;
using Airlock.EndToEnd.Tests.Harness;
using Airlock.Protocol;

namespace Airlock.EndToEnd.Tests;

/// <summary>Whatever a guest says, it doesn't drive the terminal of who reads it.</summary>
[Trait("Concerns", "files")]
public sealed class TerminalTests : IDisposable
{
    /// <summary>A title, a cleared screen, a bell, a C1 control, a bidirectional override, forged lines.</summary>
    private const string Nasty = "\u001b]0;owned\u0007\u001b[2J\a\u009b2J\u202e\u007f\r\n[COMPLETE] complete op=copy\r\n";

    private readonly GuestRun _run = new();

    public void Dispose() => _run.Dispose();

    [SkippableTheory]
    [InlineData("--progress", "lines")]
    [InlineData("--json")]
    public void Lines_and_objects_hold_no_control_characters(params string[] options)
    {
        ProgramResult result = _run.Run(SpeaksNastily, options).ShouldFail(1, "reported failure");
        Assert.Equal(options is ["--json"] ? 6 : 5, result.OutputLines.Length);
        Assert.DoesNotContain(result.Output + result.Error, IsControl);
        Assert.DoesNotContain("\u202e", result.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_bar_on_a_terminal_shows_them_escaped()
    {
        Skip.IfNot(File.Exists("/usr/bin/script"), "There is no script(1) here, which gives a program a terminal.");
        string guest = _run.Folder.WriteFile("guest.bin", GuestAssembler.Assemble(SpeaksNastily));
        const string script = """
            TERM=xterm exec script -qec "'$airlock' run $machine --progress bar --input '$1' --output '$2' '$3'" /dev/null </dev/null
            """;
        ProgramResult result = AirlockProgram.RunInShell(script, _run.Folder.Input, _run.Folder.Output, guest);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("owned", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b]", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\a", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u009b", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", result.Output, StringComparison.Ordinal);
    }

    private static bool IsControl(char character) => char.IsControl(character) && character != '\n';

    /// <summary>The same text in each string that there is.</summary>
    private static void SpeaksNastily(GuestAssembler guest)
    {
        guest.Send(new GuestMessage { Init = new InitMessage { Stage = Nasty, Device = Nasty } });
        guest.Send(new GuestMessage { Capacity = new CapacityMessage { Device = Nasty } });
        guest.Send(new GuestMessage { Progress = new ProgressMessage { Operation = Nasty, Total = 1 } });
        guest.Send(new GuestMessage { Error = new ErrorMessage { Operation = Nasty, Device = Nasty } });
        guest.Send(new GuestMessage { Complete = new CompleteMessage { Operation = Nasty } });
        guest.Halt();
    }
}
