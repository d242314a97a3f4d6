using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Airlock.Guest.Analyzer;

/// <summary>Objects and arrays that code makes.</summary>
internal static class Allocation
{
    /// <summary>Reports 'new' of a class or array, unless the compiler turns it into data of the image.</summary>
    public static void Check(OperationAnalysisContext context)
    {
        IOperation operation = context.Operation;
        bool isAllocated = operation.Type is { IsReferenceType: true }
            && !AttributeArguments.Contain(operation)
            && !IsConstantSpan(operation);
        if (isAllocated)
        {
            string type = operation.Type!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
            context.ReportDiagnostic(Diagnostic.Create(Rules.Allocation, operation.Syntax.GetLocation(), type));
        }
    }

    // 'ReadOnlySpan<byte> x = new byte[] { 1, 2 };' is a span over constants, without an array.
    private static bool IsConstantSpan(IOperation operation) =>
        operation is IArrayCreationOperation { Initializer: { } initializer }
        && operation.Parent is IConversionOperation { Type.Name: "ReadOnlySpan" }
        && initializer.ElementValues.All(static value => value.ConstantValue.HasValue);
}
