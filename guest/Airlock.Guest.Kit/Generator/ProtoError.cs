using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Airlock.Guest.Generator;

/// <summary>One thing that is wrong with a .proto file, and where.</summary>
internal sealed class ProtoError(DiagnosticDescriptor rule, TextSpan span, params object[] arguments)
{
    public Diagnostic ToDiagnostic(string path, SourceText text)
    {
        var location = Location.Create(path, span, text.Lines.GetLinePositionSpan(span));
        return Diagnostic.Create(rule, location, arguments);
    }
}
