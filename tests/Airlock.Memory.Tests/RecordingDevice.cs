namespace Airlock.Memory.Tests;

/// <summary>Remembers the last access and answers with its offset.</summary>
internal sealed class RecordingDevice : IBusDevice
{
    public int Accesses { get; private set; }

    public ulong LastOffset { get; private set; }

    public ulong LastValue { get; private set; }

    public int LastWidth { get; private set; }

    public BusAnswer Answer { get; init; }

    public BusAnswer Read(ulong offset, int width, out ulong value)
    {
        Note(offset, width, 0);
        value = 0x8877_6655_4433_2211;
        return Answer;
    }

    public BusAnswer Write(ulong offset, int width, ulong value)
    {
        Note(offset, width, value);
        return Answer;
    }

    private void Note(ulong offset, int width, ulong value)
    {
        Accesses++;
        LastOffset = offset;
        LastWidth = width;
        LastValue = value;
    }
}
