using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Airlock.Guest.Analyzer;

/// <summary>Methods that the compiler turns into objects which remember where they are.</summary>
internal static class StateMachine
{
    /// <summary>Reports an async method.</summary>
    public static void CheckMethod(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.IsAsync)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.StateMachine, method.Locations[0], method.Name));
        }
    }

    /// <summary>Reports an async local function.</summary>
    public static void CheckLocalFunction(OperationAnalysisContext context)
    {
        IMethodSymbol method = ((ILocalFunctionOperation)context.Operation).Symbol;
        if (method.IsAsync)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.StateMachine, method.Locations[0], method.Name));
        }
    }

    /// <summary>Reports an iterator.</summary>
    public static void CheckYield(OperationAnalysisContext context) =>
        context.ReportDiagnostic(
            Diagnostic.Create(
                Rules.StateMachine, context.Operation.Syntax.GetLocation(), context.ContainingSymbol.Name));
}
