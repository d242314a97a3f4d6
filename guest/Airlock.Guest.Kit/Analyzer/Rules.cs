using Microsoft.CodeAnalysis;

namespace Airlock.Guest.Analyzer;

/// <summary>What cannot work on bare metal, and what to do instead. Each is an error.</summary>
internal static class Rules
{
    /// <summary>An object or array is made.</summary>
    public static readonly DiagnosticDescriptor Allocation = Rule(
        "AIRLOCK1001",
        "Nothing can be allocated",
        "'new {0}' needs a heap, and there is none: use a struct, stackalloc, an inline array or a constant span");

    /// <summary>A value is made into an object.</summary>
    public static readonly DiagnosticDescriptor Boxing = Rule(
        "AIRLOCK1002",
        "Nothing can be boxed",
        "'{0}' is boxed here, which needs a heap, and there is none: use a generic method constrained to a struct");

    /// <summary>A delegate or lambda.</summary>
    public static readonly DiagnosticDescriptor Delegate = Rule(
        "AIRLOCK1003",
        "There are no delegates",
        "A delegate or lambda needs a heap, and there is none: use a function pointer (delegate*)");

    /// <summary>throw or catch.</summary>
    public static readonly DiagnosticDescriptor Exception = Rule(
        "AIRLOCK1004",
        "There are no exceptions",
        "Nothing can be thrown or caught: return a result, or call Environment.FailFast to end the run");

    /// <summary>A string is made at run time.</summary>
    public static readonly DiagnosticDescriptor StringBuilding = Rule(
        "AIRLOCK1005",
        "Strings cannot be made",
        "A new string needs a heap, and there is none: write into a span of bytes, piece by piece");

    /// <summary>async or yield.</summary>
    public static readonly DiagnosticDescriptor StateMachine = Rule(
        "AIRLOCK1006",
        "There are no tasks and iterators",
        "'{0}' is async or an iterator, which needs a heap, and there is none: use a struct with a method for the next step");

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "BareMetal", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
