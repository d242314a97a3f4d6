using Microsoft.CodeAnalysis;

namespace Airlock.Guest.Generator;

/// <summary>What the generator can have against a .proto file.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor Syntax = Rule(
        "ALP001", "The file doesn't parse", "Expected {0}, found {1}");

    public static readonly DiagnosticDescriptor Subset = Rule(
        "ALP002", "Not in the subset", "The guest's codec has no {0}; it has string, bytes, bool, uint32, uint64, enum "
        + "and message fields, repeated messages and strings, and oneofs of messages");

    public static readonly DiagnosticDescriptor Bound = Rule(
        "ALP003", "A bound is missing", "Field '{0}' needs a trailing comment '// {1}: N', N from 1 to {2}, because "
        + "the guest can't allocate");

    public static readonly DiagnosticDescriptor UnknownType = Rule(
        "ALP004", "Unknown type", "'{0}' is no type of this file");

    public static readonly DiagnosticDescriptor Taken = Rule(
        "ALP005", "Not allowed here", "{0} is {1}");

    public static readonly DiagnosticDescriptor Recursion = Rule(
        "ALP006", "A message contains itself", "Message '{0}' contains itself; without allocation it has no size");

    public static readonly DiagnosticDescriptor OneFile = Rule(
        "ALP007", "More than one file", "The codec is made from one .proto file; '{0}' is a further one");

    private static DiagnosticDescriptor Rule(string id, string title, string message)
    {
        return new DiagnosticDescriptor(
            id, title, message, "Proto", DiagnosticSeverity.Error, isEnabledByDefault: true);
    }
}
