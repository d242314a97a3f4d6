namespace Airlock.Vmm.Images;

/// <summary>The C# method behind a symbol of the ahead-of-time compiler.</summary>
internal static class MethodName
{
    /// <summary>
    /// ILC joins namespace, type and method as <c>Assembly_Namespace_Type__Method</c>; this gives
    /// <c>Assembly.Namespace.Type.Method</c>. A symbol of another form is passed on as it is.
    /// </summary>
    public static string FromSymbol(string symbol)
    {
        int separator = symbol.IndexOf("__", StringComparison.Ordinal);
        return separator <= 0
            ? symbol
            : symbol[..separator].Replace('_', '.') + "." + symbol[(separator + 2)..];
    }
}
