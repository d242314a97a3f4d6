using System.Collections.Immutable;
using System.Text;
using Airlock.Guest.Generator.Emit;
using Airlock.Guest.Generator.Model;
using Airlock.Guest.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Airlock.Guest.Generator;

/// <summary>
/// Makes the guest's codec from the .proto file among the project's AdditionalFiles: enums, messages as structs that
/// write and read themselves in buffers of the caller, strings and lists of fixed capacity.
/// </summary>
[Generator]
public sealed class MessageGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<AdditionalText>> files = context.AdditionalTextsProvider
            .Where(file => file.Path.EndsWith(".proto", StringComparison.OrdinalIgnoreCase))
            .Collect();
        context.RegisterSourceOutput(files, Generate);
    }

    private static void Generate(SourceProductionContext context, ImmutableArray<AdditionalText> files)
    {
        for (int i = 1; i < files.Length; i++)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.OneFile, Location.None, files[i].Path));
        }

        if (files.Length == 1 && files[0].GetText(context.CancellationToken) is { } text)
        {
            Generate(context, files[0].Path, text);
        }
    }

    private static void Generate(SourceProductionContext context, string path, SourceText text)
    {
        IReadOnlyList<ProtoError> errors = Read(text, out ProtoFile? file);
        foreach (ProtoError error in errors)
        {
            context.ReportDiagnostic(error.ToDiagnostic(path, text));
        }

        if (errors.Count > 0 || file is null)
        {
            return;
        }

        foreach ((string name, string source) in CodecEmitter.Emit(file))
        {
            context.AddSource(name + ".g.cs", SourceText.From(source, Encoding.UTF8));
        }
    }

    private static IReadOnlyList<ProtoError> Read(SourceText text, out ProtoFile? file)
    {
        try
        {
            file = ProtoParser.Parse(text.ToString());
            return ProtoCheck.Run(file);
        }
        catch (ProtoSyntaxException exception)
        {
            file = null;
            return [exception.Error];
        }
    }
}
