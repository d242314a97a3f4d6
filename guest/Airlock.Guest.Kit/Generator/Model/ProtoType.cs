namespace Airlock.Guest.Generator.Model;

/// <summary>What a field holds.</summary>
internal enum ProtoType
{
    /// <summary>A name that isn't looked up yet.</summary>
    Named,
    Text,
    Bytes,
    Bool,
    UInt32,
    UInt64,
    Enum,
    Message,
}
