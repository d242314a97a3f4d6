using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Airlock.Guest.Analyzer;

/// <summary>Attributes and their arguments: data of the assembly, never made at run time.</summary>
internal static class AttributeArguments
{
    /// <summary>Whether an operation is part of an attribute.</summary>
    public static bool Contain(IOperation operation)
    {
        for (IOperation? outer = operation; outer is not null; outer = outer.Parent)
        {
            if (outer is IAttributeOperation)
            {
                return true;
            }
        }

        return false;
    }
}
