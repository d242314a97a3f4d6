using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Airlock.Kvm.Tests.Abi;

/// <summary>A C program of static assertions, which compiles only if our numbers are those of the C headers.</summary>
internal sealed class CAssertions
{
    private readonly StringBuilder _source = new("#define _GNU_SOURCE\n#include <stddef.h>\n");

    /// <summary>Sets fields to values without a zero byte, or to true.</summary>
    internal delegate void Setter<T>(ref T value);

    internal CAssertions Include(string header)
    {
        _source.Append(CultureInfo.InvariantCulture, $"#include <{header}>\n");
        return this;
    }

    internal CAssertions Equal(string expression, ulong value)
    {
        _source.Append(CultureInfo.InvariantCulture,
            $"_Static_assert((unsigned long)({expression}) == {value}ul, \"{expression}\");\n");
        return this;
    }

    /// <summary>The same of a constant that older headers lack.</summary>
    internal CAssertions EqualIfDefined(string name, ulong value)
    {
        _source.Append(CultureInfo.InvariantCulture, $"#ifdef {name}\n");
        Equal(name, value);
        _source.Append("#endif\n");
        return this;
    }

    internal CAssertions Size<T>(string type)
        where T : unmanaged => Equal($"sizeof({type})", (ulong)Unsafe.SizeOf<T>());

    /// <summary>Offset and size of a member, found by setting it and looking which bytes changed.</summary>
    internal CAssertions Member<T>(string type, string member, Setter<T> set)
        where T : unmanaged
    {
        T value = default;
        set(ref value);
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<T>(ref value));
        int first = bytes.IndexOfAnyExcept((byte)0);
        int last = bytes.LastIndexOfAnyExcept((byte)0);
        Assert.True(first >= 0, $"{type}.{member} is not set");
        return Equal($"offsetof({type}, {member})", (ulong)first)
            .Equal($"sizeof((({type} *)0)->{member})", (ulong)(last - first + 1));
    }

    /// <summary>Compiles; the compiler's complaints, or null without a compiler.</summary>
    internal string? Compile()
    {
        ProcessStartInfo start = new("gcc", "-std=gnu11 -fsyntax-only -x c -")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process compiler = Process.Start(start)!;
            compiler.StandardInput.Write(_source);
            compiler.StandardInput.Close();
            string complaints = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            return compiler.ExitCode == 0 ? "" : complaints;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Fails the test on any complaint; skips it without a compiler, or without one of its headers.</summary>
    internal void Check()
    {
        string? complaints = Compile();
        Skip.If(complaints is null, "There is no gcc here.");
        Skip.If(
            complaints.Contains("linux/kvm.h: No such file", StringComparison.Ordinal),
            "There is no linux/kvm.h here.");
        Assert.Equal("", complaints);
    }
}
