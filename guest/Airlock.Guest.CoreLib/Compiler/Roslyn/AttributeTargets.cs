namespace System;

/// <summary>Where an attribute may stand. The C# compiler asks for it.</summary>
[Flags]
public enum AttributeTargets
{
    /// <summary>On an assembly.</summary>
    Assembly = 0x1,

    /// <summary>On a module.</summary>
    Module = 0x2,

    /// <summary>On a class.</summary>
    Class = 0x4,

    /// <summary>On a struct.</summary>
    Struct = 0x8,

    /// <summary>On an enum.</summary>
    Enum = 0x10,

    /// <summary>On a constructor.</summary>
    Constructor = 0x20,

    /// <summary>On a method.</summary>
    Method = 0x40,

    /// <summary>On a property.</summary>
    Property = 0x80,

    /// <summary>On a field.</summary>
    Field = 0x100,

    /// <summary>On an event.</summary>
    Event = 0x200,

    /// <summary>On an interface.</summary>
    Interface = 0x400,

    /// <summary>On a parameter.</summary>
    Parameter = 0x800,

    /// <summary>On a delegate.</summary>
    Delegate = 0x1000,

    /// <summary>On a return value.</summary>
    ReturnValue = 0x2000,

    /// <summary>On a generic parameter.</summary>
    GenericParameter = 0x4000,

    /// <summary>Anywhere.</summary>
    All = 0x7fff,
}
