namespace Airlock.Vmm.Stores;

/// <summary>What a disk is for.</summary>
internal enum DiskRole
{
    /// <summary>The guest reads it; nobody writes it.</summary>
    Input,

    /// <summary>The guest writes it, all of it.</summary>
    Output,
}
