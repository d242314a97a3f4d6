namespace System.Runtime.InteropServices;

/// <summary>The ahead-of-time compiler asks for it by name; no object here implements it.</summary>
internal interface IDynamicInterfaceCastable
{
    /// <summary>Asked for by name.</summary>
    internal static nint GetDynamicInterfaceImplementation(
        IDynamicInterfaceCastable instance,
        nint interfaceType,
        ushort slot)
    {
        Environment.Panic(PanicCode.Unreachable);
        return 0;
    }
}
