namespace Airlock.EndToEnd.Tests.Harness;

/// <summary>What some tests need beyond /dev/kvm.</summary>
internal static class Privileges
{
    public static void SkipUnlessRoot() =>
        Skip.IfNot(Environment.IsPrivilegedProcess, "Mounting and loop devices need root.");

    public static void SkipWithoutLoopDevices()
    {
        SkipUnlessRoot();
        Skip.IfNot(File.Exists("/dev/loop-control"), "There are no loop devices here.");
    }
}
