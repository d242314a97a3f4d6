using Airlock.Vmm.Jobs;
using Airlock.Vmm.Results;

namespace Airlock.EndToEnd.Tests.Harness;

/// <summary>
/// The kind of machine that the tests run guests on: AIRLOCK_TEST_MACHINE says "kvm" or "process". Not set, the program is
/// told nothing of it.
/// </summary>
internal static class TestMachine
{
    private static readonly string[] s_commands = ["copy", "run", "info", "convert", "digest", "compare", "map"];

    public static string? Current { get; } =
        Environment.GetEnvironmentVariable("AIRLOCK_TEST_MACHINE") is { Length: > 0 } given ? given : null;

    /// <summary>Whether /dev/kvm is a real processor's or tests/kvm.sh's.</summary>
    public static bool IsEmulated { get; } = Environment.GetEnvironmentVariable("AIRLOCK_TEST_EMULATED") == "1";

    /// <summary>Whether KVM is one that does without hardware virtualization, as in some virtual machines.</summary>
    public static bool IsPvm => IsKvm && Directory.Exists("/sys/module/kvm_pvm");

    public static bool IsKvm => Current != "process";

    /// <summary>What a command that starts a machine is given for it.</summary>
    public static string[] Options => Current is null ? [] : ["--machine", Current];

    /// <summary>The same for the library.</summary>
    public static DiskJobOptions JobOptions { get; } = new()
    {
        Machine = Current switch
        {
            "kvm" => MachineKind.Kvm,
            "process" => MachineKind.Process,
            _ => MachineKind.Auto,
        },
    };

    /// <summary>Skips a test that starts a machine where there can't be such a one.</summary>
    /// <param name="arguments">Of the program.</param>
    public static void SkipIfMissing(params string[] arguments)
    {
        Skip.If(!IsKvm && arguments.Zip(arguments.Skip(1)).Contains(("--ring", "0")), "Ring 0 needs KVM, and the machine is a process.");
        Skip.If(IsKvm && !File.Exists("/dev/kvm"), "There is no /dev/kvm here.");
    }

    /// <summary>Skips a test that is about KVM itself.</summary>
    public static void SkipUnlessKvm()
    {
        Skip.IfNot(IsKvm, "This is about KVM, and the machine is a process.");
        SkipIfMissing();
    }

    /// <summary>The command line with the machine in it and its times scaled; skips the test if it can't run here.</summary>
    public static string[] Prepare(string[] arguments)
    {
        SkipIfMissing(arguments);
        string[] scaled = TestTime.ScaleOptions(arguments);
        return scaled is [string command, .. string[] rest] && s_commands.Contains(command) ? [command, .. Options, .. rest] : scaled;
    }
}
