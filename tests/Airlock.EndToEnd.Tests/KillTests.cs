using System.Diagnostics;
using Airlock.EndToEnd.Tests.Harness;
using Airlock.EndToEnd.Tests.Images;

namespace Airlock.EndToEnd.Tests;

/// <summary>SIGKILL at moments all over a run: the output is the old file or the whole new one.</summary>
public sealed class KillTests : IDisposable
{
    private static readonly int s_kills = TestMachine.IsEmulated ? 10 : 30;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void The_output_is_the_old_one_or_the_new_one_whenever_the_program_is_killed() =>
        KillAtManyMoments("copy", File.ReadAllBytes(_folder.WriteInput(4 << 20)));

    [SkippableFact]
    public void The_output_of_a_conversion_is_the_old_one_or_the_new_one_whenever_it_is_killed()
    {
        TestImage image = TestImage.Mixed();
        image.WriteTo(_folder);
        KillAtManyMoments("convert", image.Contents);
    }

    private void KillAtManyMoments(string command, byte[] expected)
    {
        AirlockProgram.Run(command, _folder.Input, _folder.Output).ShouldSucceed(); // the first may take longer than others
        long started = Stopwatch.GetTimestamp();
        AirlockProgram.Run(command, _folder.Input, _folder.Output).ShouldSucceed();
        TimeSpan last = Stopwatch.GetElapsedTime(started) * 1.2; // a little more, so that the last kills come late or too late
        int instants = 0;
        for (int i = 0; i < s_kills; i++)
        {
            _folder.WriteOldOutput();
            using RunningProgram run = AirlockProgram.Start(command, _folder.Input, _folder.Output);
            Thread.Sleep(last * i / s_kills);
            run.Kill();
            bool wasKilled = run.Wait().ExitCode != 0;
            instants += wasKilled ? RemoveHidden() : 0;
            if (wasKilled && new FileInfo(_folder.Output).Length < 100)
            {
                _folder.ShouldHoldOldOutput();
            }
            else
            {
                Assert.Equal(expected, File.ReadAllBytes(_folder.Output));
                Assert.Equal(["in.img", "out.img"], _folder.Names);
            }
        }

        Assert.InRange(instants, 0, 2);
    }

    /// <summary>For an instant, the probe before a copy and the commit have a hidden name; then a kill leaves it.</summary>
    /// <returns>How many there were.</returns>
    private int RemoveHidden()
    {
        string[] hidden = Directory.GetFileSystemEntries(_folder.Path, ".airlock-*");
        foreach (string path in hidden)
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }

        return hidden.Length;
    }
}
