namespace System.Reflection;

/// <summary>Names the indexer of a type. The C# compiler asks for it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class DefaultMemberAttribute : Attribute
{
    /// <summary>The name of the indexer.</summary>
    public string MemberName { get; }

    /// <param name="memberName">The name of the indexer.</param>
    public DefaultMemberAttribute(string memberName) => MemberName = memberName;
}
