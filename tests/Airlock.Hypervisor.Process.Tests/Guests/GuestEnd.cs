namespace Airlock.Hypervisor.Process.Tests.Guests;

/// <summary>The last exit of a guest.</summary>
internal sealed record GuestEnd(GuestExitKind Kind, ExceptionReport Exception, string? Failure)
{
    public static GuestEnd Of(in GuestExit exit) => new(exit.Kind, exit.Exception, exit.Failure);
}
