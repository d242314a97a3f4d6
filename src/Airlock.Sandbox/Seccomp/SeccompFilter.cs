using System.Text;

namespace Airlock.Sandbox.Seccomp;

/// <summary>
/// A list of the system calls that a process may make (seccomp(2)). Any other isn't made and is SIGSYS, which ends the
/// process, unless that has a handler to say first which one it was.
/// </summary>
internal sealed class SeccompFilter : IDisposable
{
    private const uint KillProcess = 0x80000000; // SCMP_ACT_KILL_PROCESS
    private const uint Trap = 0x00030000; // SCMP_ACT_TRAP
    private const uint Allowed = 0x7fff0000; // SCMP_ACT_ALLOW
    private const uint Errno = 0x00050000; // SCMP_ACT_ERRNO
    private const int BadArchitecture = 2; // SCMP_FLTATR_ACT_BADARCH: calls in the way of 32-bit programs
    private const int AllThreads = 4; // SCMP_FLTATR_CTL_TSYNC

    private readonly nint _context;

    public SeccompFilter()
    {
        _context = SeccompLibrary.Init(Trap);
        Require("seccomp_attr_set", SeccompLibrary.SetAttribute(_context, BadArchitecture, KillProcess));
        Require("seccomp_attr_set", SeccompLibrary.SetAttribute(_context, AllThreads, 1));
    }

    /// <summary>Lets calls through whose arguments pass all of the tests.</summary>
    public void Allow(string call, params ReadOnlySpan<ArgumentTest> tests) => Add(Allowed, call, tests);

    /// <summary>Answers a call with an error rather than with the end of the process.</summary>
    public void Refuse(string call, int errno, params ReadOnlySpan<ArgumentTest> tests) => Add(Errno | (uint)errno, call, tests);

    /// <summary>Puts the filter in force, on all threads at once.</summary>
    /// <exception cref="SandboxException">The kernel refused.</exception>
    public void Load() => Require("a seccomp filter", SeccompLibrary.LoadFilter(_context));

    public void Dispose() => SeccompLibrary.Release(_context);

    /// <summary>A call that this version of the library doesn't know yet stays forbidden.</summary>
    private void Add(uint action, string call, ReadOnlySpan<ArgumentTest> tests)
    {
        Span<byte> name = stackalloc byte[64];
        name[Encoding.UTF8.GetBytes(call, name[..^1])] = 0;
        int number = SeccompLibrary.ResolveName(name);
        if (number >= 0)
        {
            Require("a seccomp rule", SeccompLibrary.AddRule(_context, action, number, tests));
        }
    }

    private static void Require(string what, int result)
    {
        if (result != 0)
        {
            throw Refusal.OfKernel(what, -result);
        }
    }
}
