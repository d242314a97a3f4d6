using Microsoft.CodeAnalysis.Text;

namespace Airlock.Guest.Generator.Parsing;

/// <summary>A word of a .proto file.</summary>
/// <param name="kind">What it is.</param>
/// <param name="text">How it is written; a string without its quotes.</param>
/// <param name="span">Where it stands.</param>
/// <param name="leadingComment">The lines of comment right above it.</param>
internal sealed class Token(TokenKind kind, string text, TextSpan span, string leadingComment)
{
    public TokenKind Kind { get; } = kind;

    public string Text { get; } = text;

    public TextSpan Span { get; } = span;

    public string LeadingComment { get; } = leadingComment;

    /// <summary>The comment behind it on its line.</summary>
    public string TrailingComment { get; set; } = "";

    public bool Is(string symbolOrName)
    {
        return Kind is TokenKind.Symbol or TokenKind.Name && Text == symbolOrName;
    }

    public string Describe() => Kind == TokenKind.End ? "the end of the file" : $"'{Text}'";
}
