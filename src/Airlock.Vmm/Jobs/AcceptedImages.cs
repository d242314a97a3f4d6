using Airlock.Protocol;

namespace Airlock.Vmm.Jobs;

/// <summary>Images that are taken only if one asks for it. The values are those of guest.proto.</summary>
[Flags]
public enum AcceptedImages
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>Images that their last user has marked corrupt.</summary>
    Corrupt = (int)AcceptFlag.Corrupt,
}
