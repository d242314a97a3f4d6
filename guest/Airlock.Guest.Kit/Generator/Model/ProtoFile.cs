namespace Airlock.Guest.Generator.Model;

/// <summary>What a .proto file declares.</summary>
internal sealed class ProtoFile
{
    public List<ProtoEnum> Enums { get; } = [];

    public List<ProtoMessage> Messages { get; } = [];
}
