namespace Airlock.Guest.Generator.Model;

/// <summary>Numbers that no field may take, both ends included.</summary>
internal sealed class ReservedRange(uint first, uint last)
{
    public bool Contains(uint number) => number >= first && number <= last;
}
