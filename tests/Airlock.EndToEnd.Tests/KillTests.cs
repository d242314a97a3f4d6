using Airlock.EndToEnd.Tests.Harness;

namespace Airlock.EndToEnd.Tests;

/// <summary>SIGKILL at moments all over a run: the output is the old file or the whole new one.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 30;

    /// <summary>A little more than such a copy takes, so that the last kills come late or too late.</summary>
    private static readonly TimeSpan s_last = TimeSpan.FromMilliseconds(60);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void The_output_is_the_old_one_or_the_new_one_whenever_the_program_is_killed()
    {
        _folder.WriteInput(4 << 20);
        for (int i = 0; i < Kills; i++)
        {
            _folder.WriteOldOutput();
            using RunningProgram copy = AirlockProgram.Start("copy", _folder.Input, _folder.Output);
            TestTime.Sleep(s_last * i / Kills);
            copy.Kill();
            if (copy.Wait().ExitCode != 0 && new FileInfo(_folder.Output).Length < 100)
            {
                _folder.ShouldHoldOldOutput();
            }
            else
            {
                FileContent.ShouldBeEqual(_folder.Input, _folder.Output);
                Assert.Equal(["in.img", "out.img"], _folder.Names);
            }
        }
    }
}
