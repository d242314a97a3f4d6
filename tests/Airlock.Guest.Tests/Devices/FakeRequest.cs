namespace Airlock.Guest.Tests.Devices;

/// <summary>A request as the fake device found it in the ring. Where zeroes go, its data says.</summary>
internal readonly record struct FakeRequest(
    ushort Head, uint Type, ulong Sector, ulong SectorCount, ulong DataAddress, uint DataLength, ulong StatusAddress)
{
    public bool IsRead => Type == 0;

    public bool IsWrite => Type == 1;

    public bool IsZeroes => Type == 13;

    public bool IsFlush => Type == 4;

    public bool IsQuestion => Type == 1u << 30;
}
