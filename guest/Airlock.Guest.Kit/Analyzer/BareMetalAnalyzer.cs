using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Airlock.Guest.Analyzer;

/// <summary>
/// Finds in guest code what compiles but cannot work without a heap and a runtime. What it overlooks the build finds
/// later, with a less friendly message.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BareMetalAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.Allocation,
        Rules.Boxing,
        Rules.Delegate,
        Rules.Exception,
        Rules.StringBuilding,
        Rules.StateMachine,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(
            GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterOperationAction(
            Allocation.Check,
            OperationKind.ObjectCreation,
            OperationKind.ArrayCreation,
            OperationKind.CollectionExpression);
        context.RegisterOperationAction(Boxing.CheckConversion, OperationKind.Conversion);
        context.RegisterOperationAction(Boxing.CheckCall, OperationKind.Invocation);
        context.RegisterOperationAction(
            c => c.ReportDiagnostic(Diagnostic.Create(Rules.Delegate, c.Operation.Syntax.GetLocation())),
            OperationKind.DelegateCreation);
        context.RegisterOperationAction(
            c => c.ReportDiagnostic(Diagnostic.Create(Rules.Exception, c.Operation.Syntax.GetLocation())),
            OperationKind.Throw,
            OperationKind.CatchClause);
        context.RegisterOperationAction(
            StringBuilding.Check, OperationKind.Binary, OperationKind.CompoundAssignment, OperationKind.InterpolatedString);
        context.RegisterOperationAction(StateMachine.CheckYield, OperationKind.YieldReturn, OperationKind.YieldBreak);
        context.RegisterOperationAction(StateMachine.CheckLocalFunction, OperationKind.LocalFunction);
        context.RegisterSymbolAction(StateMachine.CheckMethod, SymbolKind.Method);
    }
}
