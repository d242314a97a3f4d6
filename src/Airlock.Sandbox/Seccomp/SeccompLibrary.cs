using System.Runtime.InteropServices;
using Airlock.Interop;

namespace Airlock.Sandbox.Seccomp;

/// <summary>libseccomp 2, looked for when it is needed: who runs without the sandbox needn't have it. See seccomp_init(3).</summary>
internal static unsafe class SeccompLibrary
{
    private const string Name = "libseccomp.so.2";

    private static nint s_library;

    /// <summary>Whether it can be loaded.</summary>
    public static bool IsPresent => s_library != 0 || NativeLibrary.TryLoad(Name, out s_library);

    /// <exception cref="SandboxException">It is missing.</exception>
    public static void Load()
    {
        if (!IsPresent)
        {
            // The loader doesn't say in numbers why. Whether any file can be opened tells.
            int any = LibC.open("/dev/null", LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
            if (any < 0)
            {
                throw Refusal.OfKernel(Name);
            }

            _ = LibC.close(any);
            throw new SandboxException(
                $"The sandbox needs {Name}, which is missing: install it (Debian: apt-get install libseccomp2), or {Refusal.Advice}.");
        }
    }

    // SAFETY: of all of these, the signatures are those of seccomp.h, and Load has been called before.

    public static nint Init(uint defaultAction) =>
        ((delegate* unmanaged<uint, nint>)Export("seccomp_init"))(defaultAction);

    public static void Release(nint context) => ((delegate* unmanaged<nint, void>)Export("seccomp_release"))(context);

    public static int SetAttribute(nint context, int attribute, uint value) =>
        ((delegate* unmanaged<nint, int, uint, int>)Export("seccomp_attr_set"))(context, attribute, value);

    /// <summary>The call's number on this machine; negative if there is none of that name.</summary>
    public static int ResolveName(ReadOnlySpan<byte> name)
    {
        fixed (byte* start = name)
        {
            return ((delegate* unmanaged<byte*, int>)Export("seccomp_syscall_resolve_name"))(start);
        }
    }

    /// <summary>The name of a call by its number on x86-64; null if there is none, or the library doesn't know it yet.</summary>
    public static string? ResolveNumber(int call)
    {
        const uint x8664 = 0xc000003e; // SCMP_ARCH_X86_64
        byte* name = ((delegate* unmanaged<uint, int, byte*>)Export("seccomp_syscall_resolve_num_arch"))(x8664, call);
        string? text = Marshal.PtrToStringUTF8((nint)name);
        NativeMemory.Free(name); // by malloc(3)
        return text;
    }

    public static int AddRule(nint context, uint action, int call, ReadOnlySpan<ArgumentTest> tests)
    {
        fixed (ArgumentTest* start = tests)
        {
            var add = (delegate* unmanaged<nint, uint, int, uint, ArgumentTest*, int>)Export("seccomp_rule_add_array");
            return add(context, action, call, (uint)tests.Length, start);
        }
    }

    /// <summary>0, or the negative error number.</summary>
    public static int LoadFilter(nint context) => ((delegate* unmanaged<nint, int>)Export("seccomp_load"))(context);

    private static nint Export(string function) => NativeLibrary.GetExport(s_library, function);
}
