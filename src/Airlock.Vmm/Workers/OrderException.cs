namespace Airlock.Vmm.Workers;

/// <summary>What came isn't an order for a machine.</summary>
internal sealed class OrderException(string message) : Exception(message);
