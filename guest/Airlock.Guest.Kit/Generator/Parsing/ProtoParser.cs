using Airlock.Guest.Generator.Model;

namespace Airlock.Guest.Generator.Parsing;

/// <summary>Parses the part of proto3 that the guest's codec has; the rest is an error, not skipped.</summary>
internal sealed class ProtoParser
{
    private readonly TokenReader _tokens;
    private readonly ProtoFile _file = new();

    private ProtoParser(string source)
    {
        _tokens = new TokenReader(Tokenizer.Run(source));
    }

    /// <exception cref="ProtoSyntaxException">The file doesn't parse.</exception>
    public static ProtoFile Parse(string source)
    {
        var parser = new ProtoParser(source);
        parser.ParseSyntax();
        while (parser._tokens.Current.Kind != TokenKind.End)
        {
            parser.ParseDeclaration();
        }

        return parser._file;
    }

    private void ParseSyntax()
    {
        _tokens.Expect("syntax");
        _tokens.Expect("=");
        if (_tokens.Current.Text != "proto3")
        {
            throw _tokens.NotInSubset("syntax but proto3");
        }

        _tokens.Take();
        _tokens.Expect(";");
    }

    private void ParseDeclaration()
    {
        switch (_tokens.Current.Text)
        {
            case ";": _tokens.Take(); break;
            case "package": ParsePackage(); break;
            case "option": ParseOption(); break;
            case "enum": _file.Enums.Add(ParseEnum()); break;
            case "message": _file.Messages.Add(new MessageParser(_tokens).Parse()); break;
            case "import" or "service" or "extend": throw _tokens.NotInSubset($"'{_tokens.Current.Text}'");
            default: throw _tokens.Unexpected("'message' or 'enum'");
        }
    }

    private void ParsePackage()
    {
        _tokens.Take();
        _tokens.Expect(TokenKind.Name, "a package");
        _tokens.Expect(";");
    }

    /// <summary>Options of the file are for other compilers: they change nothing on the wire.</summary>
    private void ParseOption()
    {
        _tokens.Take();
        _tokens.Expect(TokenKind.Name, "an option");
        _tokens.Expect("=");
        _tokens.Take();
        _tokens.Expect(";");
    }

    private ProtoEnum ParseEnum()
    {
        string comment = _tokens.Take().LeadingComment;
        Token name = _tokens.Expect(TokenKind.Name, "a name");
        var result = new ProtoEnum(name.Text, name.Span, comment);
        _tokens.Expect("{");
        while (!_tokens.TryTake("}"))
        {
            if (_tokens.Current.Text is "option" or "reserved")
            {
                throw _tokens.NotInSubset($"'{_tokens.Current.Text}' in an enum");
            }

            result.Values.Add(ParseEnumValue());
        }

        return result;
    }

    private ProtoEnumValue ParseEnumValue()
    {
        Token name = _tokens.Expect(TokenKind.Name, "a value");
        _tokens.Expect("=");
        if (_tokens.Current.Is("-"))
        {
            throw _tokens.NotInSubset("negative enum values");
        }

        uint number = _tokens.ExpectNumber();
        if (_tokens.Current.Is("["))
        {
            throw _tokens.NotInSubset("options of an enum value");
        }

        Token end = _tokens.Expect(";");
        string comment = name.LeadingComment.Length > 0 ? name.LeadingComment : end.TrailingComment;
        return new ProtoEnumValue(name.Text, name.Span, number, comment);
    }
}
