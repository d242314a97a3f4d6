using System;

namespace Airlock.Guest.Tests.Devices;

/// <summary>The driver did what VIRTIO 1.2 forbids it.</summary>
internal sealed class DriverViolationException(string message) : Exception(message);
