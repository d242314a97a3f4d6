using Airlock.Cli.Commands;
using Airlock.Cli.Launch;
using Airlock.Vmm.Workers;

namespace Airlock.Cli;

internal static class Program
{
    private static int Main(string[] arguments) => (int)LastResort.Run(() =>
    {
        Startup.MainHasBegun();
        return arguments is [WorkerProgram.Command] ? RunWorker() : RunCommand(arguments);
    });

    private static ExitCode RunWorker()
    {
        if (WorkerProgram.Run())
        {
            return ExitCode.Success;
        }

        Diagnostics.Say("'worker' is what airlock starts itself with; use copy or run.");
        return ExitCode.Usage;
    }

    private static ExitCode RunCommand(string[] arguments)
    {
        try
        {
            return CommandLine.Run(ArgumentNames.WithoutLoss(arguments));
        }
        finally
        {
            EarlyWorker.Discard();
        }
    }
}
