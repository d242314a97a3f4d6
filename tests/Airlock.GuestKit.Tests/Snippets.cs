namespace Airlock.GuestKit.Tests;

/// <summary>Guest programs in one piece of text.</summary>
internal static class Snippets
{
    /// <summary>A class with these members and, in a method, these statements; <c>number</c> is not known at build time.</summary>
    public static string Code(string name, string members, string statements) =>
        $$"""
        using System;
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        using Airlock.Guest.Platform;

        internal static unsafe class {{name}}
        {
            {{members}}

            internal static void Run(int number)
            {
                {{statements}}
            }

            private static void Use(int value) => BareMetal.WritePort8(0x3f8, (byte)value);
        }
        """;

    /// <summary>An entry point that runs the class of the given name.</summary>
    public static string EntryPoint(string name) =>
        $$"""
        internal static class Program
        {
            [System.Runtime.InteropServices.UnmanagedCallersOnly(EntryPoint = "airlock_main")]
            private static void Main(ulong number) => {{name}}.Run((int)number);
        }
        """;
}
