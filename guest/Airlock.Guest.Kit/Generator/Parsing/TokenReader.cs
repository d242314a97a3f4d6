using System.Globalization;

namespace Airlock.Guest.Generator.Parsing;

/// <summary>Reads tokens one after the other, and says what was expected where another one stands.</summary>
internal sealed class TokenReader(List<Token> tokens)
{
    private int _position;

    public Token Current => tokens[_position];

    public Token Take()
    {
        return Current.Kind == TokenKind.End ? Current : tokens[_position++];
    }

    public bool TryTake(string text)
    {
        if (!Current.Is(text))
        {
            return false;
        }

        _position++;
        return true;
    }

    public Token Expect(string text) => Current.Is(text) ? Take() : throw Unexpected($"'{text}'");

    public Token Expect(TokenKind kind, string description)
    {
        return Current.Kind == kind ? Take() : throw Unexpected(description);
    }

    public uint ExpectNumber()
    {
        string text = Current.Text;
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        string digits = isHex ? text.Substring(2) : text;
        NumberStyles style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (Current.Kind != TokenKind.Number
            || !uint.TryParse(digits, style, CultureInfo.InvariantCulture, out uint value))
        {
            throw Unexpected("a number");
        }

        Take();
        return value;
    }

    public ProtoSyntaxException Unexpected(string expected)
    {
        return new ProtoSyntaxException(new ProtoError(Rules.Syntax, Current.Span, expected, Current.Describe()));
    }

    public ProtoSyntaxException NotInSubset(string what) => NotInSubset(what, Current);

    public static ProtoSyntaxException NotInSubset(string what, Token at)
    {
        return new ProtoSyntaxException(new ProtoError(Rules.Subset, at.Span, what));
    }
}
