namespace Airlock.Guest.Tests.Devices;

/// <summary>A request as the fake device found it in the ring.</summary>
internal readonly record struct FakeRequest(
    ushort Head, bool IsWrite, ulong Sector, ulong DataAddress, uint DataLength, ulong StatusAddress)
{
    public ulong SectorCount => DataLength / 512;
}
