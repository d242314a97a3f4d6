using Airlock.Guest.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Airlock.Guest.Generator;

/// <summary>Looks up the types of a parsed file, and finds all that is wrong with it.</summary>
internal sealed class ProtoCheck
{
    // A message is a struct of all that it may hold, and its frame has at most 64 KiB.
    private const int MaxBytes = 4096;
    private const int MaxCount = 64;

    // protobuf.dev, "Assigning Field Numbers"
    private const uint MaxNumber = (1 << 29) - 1;
    private const uint FirstForImplementation = 19000;
    private const uint LastForImplementation = 19999;

    private readonly ProtoFile _file;
    private readonly List<ProtoError> _errors = [];

    private ProtoCheck(ProtoFile file)
    {
        _file = file;
    }

    public static IReadOnlyList<ProtoError> Run(ProtoFile file)
    {
        var check = new ProtoCheck(file);
        check.CheckTypeNames();
        file.Enums.ForEach(check.CheckEnum);
        file.Messages.ForEach(check.CheckMessage);
        foreach (ProtoMessage message in file.Messages.Where(type => check.Contains(type, type.Name, depth: 0)))
        {
            check.Report(Rules.Recursion, message.Span, message.Name);
        }

        return check._errors;
    }

    private void CheckTypeNames()
    {
        var names = new HashSet<string>();
        var declared = _file.Enums.Select(type => (type.Name, type.Span))
            .Concat(_file.Messages.Select(type => (type.Name, type.Span)));
        foreach ((string name, TextSpan span) in declared.Where(type => !names.Add(type.Name)))
        {
            Report(Rules.Taken, span, $"Type '{name}'", "declared twice");
        }
    }

    private void CheckEnum(ProtoEnum type)
    {
        var names = new HashSet<string>();
        var numbers = new HashSet<uint>();
        if (type.Values.Count == 0 || type.Values[0].Number != 0)
        {
            Report(Rules.Taken, type.Span, $"The first value of enum '{type.Name}'", "not 0, as proto3 wants it");
        }

        foreach (ProtoEnumValue value in type.Values)
        {
            CheckName(value.Name, value.Span, names);
            if (!numbers.Add(value.Number) || value.Number > int.MaxValue)
            {
                Report(Rules.Taken, value.Span, $"Number {value.Number}", "taken or too large");
            }
        }
    }

    private void CheckMessage(ProtoMessage message)
    {
        var names = new HashSet<string>();
        var numbers = new HashSet<uint>();
        foreach (ProtoOneof oneof in message.Oneofs)
        {
            CheckName(oneof.Name, oneof.Span, names);
        }

        foreach (ProtoField field in message.Fields)
        {
            CheckName(field.Name, field.Span, names);
            CheckNumber(message, field, numbers);
            CheckType(field);
        }
    }

    private void CheckName(string name, TextSpan span, HashSet<string> names)
    {
        if (!names.Add(Emit.Naming.Pascal(name)))
        {
            Report(Rules.Taken, span, $"Name '{name}'", "taken");
        }
    }

    private void CheckNumber(ProtoMessage message, ProtoField field, HashSet<uint> numbers)
    {
        if (field.Number is 0 or > MaxNumber or (>= FirstForImplementation and <= LastForImplementation))
        {
            Report(Rules.Taken, field.Span, $"Number {field.Number}", "not one that a field can have");
        }

        if (!numbers.Add(field.Number))
        {
            Report(Rules.Taken, field.Span, $"Number {field.Number}", "taken");
        }

        if (message.ReservedNumbers.Any(range => range.Contains(field.Number))
            || message.ReservedNames.Contains(field.Name))
        {
            Report(Rules.Taken, field.Span, $"Field '{field.Name}' = {field.Number}", "reserved");
        }
    }

    private void CheckType(ProtoField field)
    {
        if (field.Type == ProtoType.Named)
        {
            LookUp(field);
        }

        if (field.IsRepeated && field.Type is not (ProtoType.Message or ProtoType.Text))
        {
            Report(Rules.Subset, field.Span, "repeated fields but messages and strings");
        }
        else if (field.Oneof is not null && field.Type != ProtoType.Message)
        {
            Report(Rules.Subset, field.Span, "cases of a oneof but messages");
        }
        else if (field.IsRepeated && field.MaxCount is 0 or > MaxCount)
        {
            Report(Rules.Bound, field.Span, field.Name, "max_count", MaxCount);
        }
        else if (field.Type is ProtoType.Text or ProtoType.Bytes && field.MaxBytes is 0 or > MaxBytes)
        {
            Report(Rules.Bound, field.Span, field.Name, "max_bytes", MaxBytes);
        }
    }

    private void LookUp(ProtoField field)
    {
        if (_file.Enums.Any(type => type.Name == field.TypeName))
        {
            field.Type = ProtoType.Enum;
            return;
        }

        field.Type = ProtoType.Message;
        if (_file.Messages.All(type => type.Name != field.TypeName))
        {
            Report(Rules.UnknownType, field.Span, field.TypeName);
        }
    }

    /// <summary>Whether a message contains another, at any depth that the file's number of messages allows.</summary>
    private bool Contains(ProtoMessage message, string wanted, int depth)
    {
        return depth < _file.Messages.Count && message.Fields.Any(field => field.TypeName == wanted
            || _file.Messages.Any(type => type.Name == field.TypeName && Contains(type, wanted, depth + 1)));
    }

    private void Report(DiagnosticDescriptor rule, TextSpan span, params object[] arguments)
    {
        _errors.Add(new ProtoError(rule, span, arguments));
    }
}
