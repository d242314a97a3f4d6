namespace Airlock.Guest.Generator.Parsing;

internal enum TokenKind
{
    Name,
    Number,
    Text,
    Symbol,
    End,
}
