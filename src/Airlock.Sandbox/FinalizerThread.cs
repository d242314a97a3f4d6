using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Airlock.Sandbox;

/// <summary>
/// The thread that a .NET runtime has besides the first: it runs finalizers. Rights that the kernel keeps for each thread
/// (capabilities(7), landlock(7)) have to be given up there as well.
/// </summary>
internal static class FinalizerThread
{
    /// <summary>Has something done on that thread, and waits for it.</summary>
    public static void Run(Action action)
    {
        var order = new Order(action);
        Drop(order);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        order.Failure?.Throw();
        if (!order.IsDone)
        {
            throw new SandboxException("The sandbox can't be closed, as the runtime's finalizers don't run. This is a bug in airlock; please report it.");
        }
    }

    /// <summary>In a frame of its own, which is gone when garbage is looked for.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(Order order) => _ = new Garbage(order);

    private sealed class Order(Action action)
    {
        public ExceptionDispatchInfo? Failure { get; private set; }

        public bool IsDone { get; private set; }

        public void Do()
        {
            try
            {
                action();
                IsDone = true;
            }
            catch (SandboxException e)
            {
                Failure = ExceptionDispatchInfo.Capture(e);
            }
        }
    }

    private sealed class Garbage(Order order)
    {
        ~Garbage() => order.Do();
    }
}
