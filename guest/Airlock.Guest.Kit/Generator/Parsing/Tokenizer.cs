using Microsoft.CodeAnalysis.Text;

namespace Airlock.Guest.Generator.Parsing;

/// <summary>Cuts a .proto file into tokens, with each its comments.</summary>
internal sealed class Tokenizer(string source)
{
    private readonly List<Token> _tokens = [];
    private readonly List<string> _comments = [];
    private int _position;
    private int _newLines; // since the last token or comment

    public static List<Token> Run(string source)
    {
        var tokenizer = new Tokenizer(source);
        while (tokenizer.TrySkipSpace())
        {
            tokenizer.ReadNext();
        }

        tokenizer.Add(TokenKind.End, source.Length, "");
        return tokenizer._tokens;
    }

    /// <summary>False at the end.</summary>
    private bool TrySkipSpace()
    {
        while (_position < source.Length && char.IsWhiteSpace(source[_position]))
        {
            _newLines += source[_position] == '\n' ? 1 : 0;
            _position++;
        }

        if (_newLines > 1)
        {
            _comments.Clear(); // a blank line parts a comment from what follows
        }

        return _position < source.Length;
    }

    private void ReadNext()
    {
        char first = source[_position];
        if (StartsWith("//"))
        {
            ReadLineComment();
        }
        else if (StartsWith("/*"))
        {
            ReadBlockComment();
        }
        else if (char.IsLetter(first) || first == '_')
        {
            ReadWhile(TokenKind.Name, c => char.IsLetterOrDigit(c) || c is '_' or '.');
        }
        else if (char.IsDigit(first))
        {
            ReadWhile(TokenKind.Number, char.IsLetterOrDigit);
        }
        else if (first is '"' or '\'')
        {
            ReadText(first);
        }
        else
        {
            int start = _position++;
            Add(TokenKind.Symbol, start, first.ToString());
        }
    }

    private bool StartsWith(string text) => string.CompareOrdinal(source, _position, text, 0, text.Length) == 0;

    private void ReadLineComment()
    {
        int end = source.IndexOf('\n', _position);
        end = end < 0 ? source.Length : end;
        string text = source.Substring(_position + 2, end - _position - 2).Trim();
        _position = end;
        if (_newLines == 0 && _tokens.Count > 0)
        {
            _tokens[_tokens.Count - 1].TrailingComment = text;
            return;
        }

        _comments.Add(text);
        _newLines = 0;
    }

    private void ReadBlockComment()
    {
        int end = source.IndexOf("*/", _position + 2, StringComparison.Ordinal);
        _position = end < 0 ? throw Unclosed("*/", _position) : end + 2;
    }

    private void ReadWhile(TokenKind kind, Func<char, bool> belongs)
    {
        int start = _position;
        while (_position < source.Length && belongs(source[_position]))
        {
            _position++;
        }

        Add(kind, start, source.Substring(start, _position - start));
    }

    private void ReadText(char quote)
    {
        int start = _position;
        int end = source.IndexOf(quote, start + 1);
        if (end < 0)
        {
            throw Unclosed(quote.ToString(), start);
        }

        _position = end + 1;
        Add(TokenKind.Text, start, source.Substring(start + 1, end - start - 1));
    }

    private void Add(TokenKind kind, int start, string text)
    {
        TextSpan span = TextSpan.FromBounds(start, _position);
        _tokens.Add(new Token(kind, text, span, string.Join("\n", _comments)));
        _comments.Clear();
        _newLines = 0;
    }

    private ProtoSyntaxException Unclosed(string expected, int start)
    {
        TextSpan span = TextSpan.FromBounds(start, source.Length);
        return new ProtoSyntaxException(new ProtoError(Rules.Syntax, span, $"'{expected}'", "the end of the file"));
    }
}
