using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Airlock.Guest.Analyzer;

/// <summary>Strings that are made at run time.</summary>
internal static class StringBuilding
{
    /// <summary>Reports an expression whose value is a string, but not a constant.</summary>
    public static void Check(OperationAnalysisContext context)
    {
        IOperation operation = context.Operation;
        if (operation.Type?.SpecialType == SpecialType.System_String && !operation.ConstantValue.HasValue)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.StringBuilding, operation.Syntax.GetLocation()));
        }
    }
}
