using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Airlock.Guest.Analyzer;

/// <summary>Values that become objects.</summary>
internal static class Boxing
{
    /// <summary>Reports a struct that is used as an object or as an interface.</summary>
    public static void CheckConversion(OperationAnalysisContext context)
    {
        var conversion = (IConversionOperation)context.Operation;
        bool isBoxing = conversion.GetConversion().IsBoxing
            && !conversion.ConstantValue.HasValue
            && !AttributeArguments.Contain(conversion);
        if (isBoxing)
        {
            Report(context, conversion.Operand);
        }
    }

    /// <summary>Reports a method of Object, ValueType or Enum that is called on a struct which does not override it.</summary>
    public static void CheckCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        bool isBoxing = call.Instance is { Type: { IsValueType: true, TypeKind: not TypeKind.TypeParameter } }
            && call.TargetMethod.ContainingType.TypeKind == TypeKind.Class;
        if (isBoxing)
        {
            Report(context, call.Instance!);
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation value)
    {
        string? type = value.Type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        context.ReportDiagnostic(Diagnostic.Create(Rules.Boxing, value.Syntax.GetLocation(), type));
    }
}
