namespace Airlock.Guest.Tests.Devices;

/// <summary>Why a fake device gets to do something.</summary>
internal enum PumpReason
{
    Notified,
    Paused,
    Trapped,
}
