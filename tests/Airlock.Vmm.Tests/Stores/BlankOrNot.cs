using Airlock.Vmm.Stores;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Tests.Stores;

/// <summary>A file as an output, blank or with something in it as a block device has.</summary>
internal sealed class BlankOrNot(SafeFileHandle handle, bool isBlank) : OutputTarget(handle, "out", length: 0)
{
    public override bool IsBlank => isBlank;

    public override void Commit() => Flush();
}
