using System.Globalization;
using System.Text.RegularExpressions;
using Airlock.Guest.Generator.Model;

namespace Airlock.Guest.Generator.Parsing;

/// <summary>Parses one message.</summary>
internal sealed class MessageParser(TokenReader tokens)
{
    private static readonly Regex s_bound = new(@"^(max_bytes|max_count):\s*([0-9]{1,9})\b[\s,]*");

    public ProtoMessage Parse()
    {
        string comment = tokens.Take().LeadingComment;
        Token name = tokens.Expect(TokenKind.Name, "a name");
        var message = new ProtoMessage(name.Text, name.Span, comment);
        tokens.Expect("{");
        while (!tokens.TryTake("}"))
        {
            ParseMember(message);
        }

        return message;
    }

    private void ParseMember(ProtoMessage message)
    {
        switch (tokens.Current.Text)
        {
            case ";": tokens.Take(); break;
            case "reserved": ParseReserved(message); break;
            case "oneof": ParseOneof(message); break;
            case "message" or "enum" or "option" or "map" or "optional" or "extensions" or "group":
                throw tokens.NotInSubset($"'{tokens.Current.Text}' in a message");
            default: message.Fields.Add(ParseField(oneof: null)); break;
        }
    }

    private void ParseReserved(ProtoMessage message)
    {
        tokens.Take();
        do
        {
            if (tokens.Current.Kind == TokenKind.Text)
            {
                message.ReservedNames.Add(tokens.Take().Text);
                continue;
            }

            uint first = tokens.ExpectNumber();
            uint last = tokens.TryTake("to") ? ParseRangeEnd() : first;
            message.ReservedNumbers.Add(new ReservedRange(first, last));
        }
        while (tokens.TryTake(","));
        tokens.Expect(";");
    }

    private uint ParseRangeEnd() => tokens.TryTake("max") ? uint.MaxValue : tokens.ExpectNumber();

    private void ParseOneof(ProtoMessage message)
    {
        tokens.Take();
        Token name = tokens.Expect(TokenKind.Name, "a name");
        message.Oneofs.Add(new ProtoOneof(name.Text, name.Span));
        tokens.Expect("{");
        while (!tokens.TryTake("}"))
        {
            message.Fields.Add(ParseField(name.Text));
        }
    }

    private ProtoField ParseField(string? oneof)
    {
        Token start = tokens.Current;
        bool isRepeated = oneof is null && tokens.TryTake("repeated");
        Token type = tokens.Expect(TokenKind.Name, "a field");
        Token name = tokens.Expect(TokenKind.Name, "a name");
        tokens.Expect("=");
        uint number = tokens.ExpectNumber();
        if (tokens.Current.Is("["))
        {
            throw tokens.NotInSubset("options of a field");
        }

        Token end = tokens.Expect(";");
        var field = new ProtoField(name.Text, name.Span, type.Text, TypeOf(type), number)
        {
            IsRepeated = isRepeated,
            Oneof = oneof,
        };
        string trailing = TakeBounds(field, end.TrailingComment.Trim());
        field.Comment = start.LeadingComment.Length > 0 ? start.LeadingComment : trailing;
        return field;
    }

    /// <summary>The comment without the bounds that it starts with.</summary>
    private static string TakeBounds(ProtoField field, string comment)
    {
        for (Match bound = s_bound.Match(comment); bound.Success; bound = s_bound.Match(comment))
        {
            int value = int.Parse(bound.Groups[2].Value, CultureInfo.InvariantCulture);
            if (bound.Groups[1].Value == "max_count")
            {
                field.MaxCount = value;
            }
            else
            {
                field.MaxBytes = value;
            }

            comment = comment.Substring(bound.Length);
        }

        return comment;
    }

    private static ProtoType TypeOf(Token type)
    {
        switch (type.Text)
        {
            case "string": return ProtoType.Text;
            case "bytes": return ProtoType.Bytes;
            case "bool": return ProtoType.Bool;
            case "uint32": return ProtoType.UInt32;
            case "uint64": return ProtoType.UInt64;
            case "int32" or "int64" or "sint32" or "sint64" or "fixed32" or "fixed64" or "sfixed32"
                or "sfixed64" or "float" or "double":
                throw TokenReader.NotInSubset($"type '{type.Text}'", type);
            default: return ProtoType.Named;
        }
    }
}
