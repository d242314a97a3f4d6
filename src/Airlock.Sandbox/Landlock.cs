using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Sandbox;

/// <summary>Landlock with no rule at all: whatever the kernel's version of it can forbid is forbidden (landlock(7)).</summary>
internal static class Landlock
{
    private const int SignalErratum = 2;

    /// <summary>Rights on files by version: 1, 2 (refer), 3 (truncate) and 5 (ioctl on devices).</summary>
    private static readonly (int Version, ulong Rights)[] s_fileRights = [(1, 0x1fff), (2, 0x2000), (3, 0x4000), (5, 0x8000)];

    /// <summary>The kernel's version of Landlock; 0 if it has none, or has it switched off.</summary>
    public static int Version => (int)Math.Max(0, Create(0, 0, LibC.LANDLOCK_CREATE_RULESET_VERSION));

    /// <summary>Forbids it all to the calling thread, and to those that it will start.</summary>
    /// <returns>The version that was in force; 0 if there is none.</returns>
    public static unsafe int RestrictSelf()
    {
        int version = Version;
        if (version == 0)
        {
            return 0;
        }

        LibC.LandlockRulesetAttr attributes = AttributesOf(version);

        // SAFETY: on the stack for the call, with the length that this version knows.
        nint descriptor = Create((nint)(&attributes), LengthOf(version), flags: 0);
        if (descriptor < 0)
        {
            throw Refusal.OfKernel("landlock_create_ruleset");
        }

        using var ruleset = new SafeFileHandle(descriptor, ownsHandle: true);
        return LibC.syscall(LibC.SYS_landlock_restrict_self, descriptor, 0, 0, 0) == 0
            ? version
            : throw Refusal.OfKernel("landlock_restrict_self");
    }

    private static LibC.LandlockRulesetAttr AttributesOf(int version)
    {
        const ulong bindAndConnectTcp = 3, abstractSockets = 1, signals = 2;
        ulong files = 0;
        foreach ((int since, ulong rights) in s_fileRights)
        {
            files |= version >= since ? rights : 0;
        }

        return new LibC.LandlockRulesetAttr
        {
            handled_access_fs = files,
            handled_access_net = version >= 4 ? bindAndConnectTcp : 0,
            scoped = version < 6 ? 0 : MayScopeSignals() ? abstractSockets | signals : abstractSockets,
        };
    }

    /// <summary>
    /// The first kernels that scope signals don't let a thread signal one of its own process that isn't restricted, which
    /// the garbage collector has to. The filter allows no signal to others anyhow.
    /// </summary>
    private static bool MayScopeSignals()
    {
        nint errata = Create(0, 0, LibC.LANDLOCK_CREATE_RULESET_ERRATA);
        return errata > 0 && (errata & (1 << (SignalErratum - 1))) != 0;
    }

    private static nint LengthOf(int version) => version switch { < 4 => 8, < 6 => 16, _ => 24 };

    private static nint Create(nint attributes, nint length, nint flags) =>
        LibC.syscall(LibC.SYS_landlock_create_ruleset, attributes, length, flags, 0);
}
