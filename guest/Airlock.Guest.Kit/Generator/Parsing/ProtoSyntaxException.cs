namespace Airlock.Guest.Generator.Parsing;

/// <summary>Ends the parsing of a file at its first error.</summary>
internal sealed class ProtoSyntaxException(ProtoError error) : Exception
{
    public ProtoError Error { get; } = error;
}
