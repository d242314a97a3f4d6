using Microsoft.Win32.SafeHandles;
using static Airlock.Sandbox.Attempts.SystemCalls;

namespace Airlock.Sandbox.Attempts;

/// <summary>What somebody who has taken a worker over might try. Each gives 0 if it worked, or the error number.</summary>
internal static class Attempt
{
    private const int PrivateAnonymous = 0x22; // MAP_PRIVATE, MAP_ANONYMOUS
    private const int ReadWrite = 3; // PROT_READ, PROT_WRITE
    private const int ReadExecute = 5; // PROT_READ, PROT_EXEC
    private const int KeepSize = 1, PunchHole = 2, ZeroRange = 0x10, InsertRange = 0x20; // FALLOC_FL_*

    private static nint FourGigabytes => unchecked((nint)(4L << 30));

    private static int Parent => (int)Result(110);

    /// <param name="file">Open for reading and writing.</param>
    public static int Make(string name, SafeFileHandle file) => name switch
    {
        "read-an-open-file" => TryPath(new byte[8], buffer => Try(17, Number(file), buffer, 8)),
        "read-an-open-file-by-vectors" => Vectored(295, file, 0),
        "write-an-open-file" => TryPath("12345678"u8, buffer => Try(18, Number(file), buffer, 8)),
        "write-an-open-file-by-vectors" => Vectored(296, file, 4000),
        "write-across-the-size-limit" => Across(file),
        "read-behind-the-end" => TryPath(new byte[8], buffer => Try(17, Number(file), buffer, 8, 4096)),
        "read-behind-the-end-by-vectors" => Vectored(295, file, 4096),
        "read-much" => TryPath(new byte[8193], buffer => Try(17, Number(file), buffer, 8193)),
        "read-without-a-position" => TryPath(new byte[8], buffer => Try(0, Number(file), buffer, 8)),
        "write-behind-the-end" => TryPath("12345678"u8, buffer => Try(18, Number(file), buffer, 8, 4096)),
        "write-far-behind-the-end" => TryPath("12345678"u8, buffer => Try(18, Number(file), buffer, 8, FourGigabytes + 8)),
        "write-behind-the-end-by-vectors" => Vectored(296, file, 4096),
        "write-much" => TryPath(new byte[8193], buffer => Try(18, Number(file), buffer, 8193)),
        "write-without-a-position" => TryPath("12345678"u8, buffer => Try(1, Number(file), buffer, 8)),
        "punch-a-hole" => Try(285, Number(file), PunchHole | KeepSize, 0, 4096),
        "punch-a-large-hole" => Try(285, Number(file), PunchHole | KeepSize, 0, (1 << 20) + 1),
        "punch-behind-the-end" => Try(285, Number(file), PunchHole | KeepSize, 4096, 4096),
        "zero-a-range" => Try(285, Number(file), ZeroRange | KeepSize, 0, 4096),
        "zero-behind-the-end" => Try(285, Number(file), ZeroRange | KeepSize, 4096, 4096),
        "zero-and-grow" => Try(285, Number(file), ZeroRange, 0, 8192),
        "take-space" => Try(285, Number(file), KeepSize, 0, 1 << 20),
        "grow" => Try(285, Number(file), 0, 0, 1 << 20),
        "insert-a-range" => Try(285, Number(file), InsertRange, 0, 4096),
        "handle-forbidden-calls" => TryPath(new byte[32], action => Try(13, 31, action, 0, 8)),
        "handle-other-signals" => TryPath(new byte[32], action => Try(13, 23, action, 0, 8)),
        "poison-memory" => Try(28, Result(9, 0, 4096, ReadWrite, PrivateAnonymous, -1), 4096, 100),
        "take-memory-offline" => Try(28, Result(9, 0, 4096, ReadWrite, PrivateAnonymous, -1), 4096, 101),
        "give-memory-back" => Try(28, Result(9, 0, 4096, ReadWrite, PrivateAnonymous, -1), 4096, 4),
        "start-a-thread" => StartThread(),
        "collect-garbage" => CollectGarbage(),
        "open-a-file" => TryPath("/etc/passwd\0"u8, path => Try(2, path)),
        "create-a-file" => CreateFile(),
        "open-its-own-memory" => TryPath("/proc/self/mem\0"u8, path => Try(2, path, 2)),
        "list-a-folder" => TryPath("/\0"u8, path => Try(257, -100, path, 0x10000)),
        "remove-a-file" => CreateAndRemove(),
        "make-a-socket" => Try(41, 2, 1),
        "make-a-pair-of-sockets" => TryPath(new byte[8], pair => Try(53, 1, 1, 0, pair)),
        "connect-tcp" => ConnectTcp(),
        "duplicate-a-descriptor" => Try(32, 3),
        "make-an-event" => Try(290),
        "start-a-program" => Execute(),
        "fork" => Fork(),
        "trace-itself" => Try(101),
        "read-the-parent-s-memory" => TryPath(new byte[64], vectors => Try(310, Parent, vectors, 0, vectors, 0)),
        "signal-the-parent" => Try(62, Parent, 0),
        "signal-a-thread-of-the-parent" => Try(234, Parent, Parent, 0),
        "continue-itself" => Trace(7, Environment.ProcessId),
        "peek-at-itself" => Trace(2, Environment.ProcessId),
        "attach-to-itself" => Trace(16, Environment.ProcessId),
        "continue-the-parent" => Trace(7, Parent),
        "wait-for-itself" => Try(61, Environment.ProcessId),
        "wait-for-anybody" => Try(61, -1),
        "interrupt-itself" => Try(62, Environment.ProcessId, 23),
        "kill-itself" => Try(62, Environment.ProcessId, 9),
        "continue-itself-by-signal" => Try(62, Environment.ProcessId, 18),
        "interrupt-its-group" => Try(62, 0, 23),
        "interrupt-the-parent" => Try(62, Parent, 23),
        "map-executable-memory" => Try(9, 0, 4096, ReadExecute, PrivateAnonymous, -1),
        "map-a-file" => Try(9, 0, 4096, 1, 2, Number(file)),
        "make-memory-executable" => MakeExecutable(),
        "take-four-gigabytes" => Try(9, 0, FourGigabytes, ReadWrite, PrivateAnonymous, -1),
        "make-the-ioctl" => Try(16, Number(file), 0xae80, 0),
        "make-another-ioctl" => TryPath(new byte[8], answer => Try(16, Number(file), 0x541b, answer)),
        "become-another-user" => Try(105, Environment.ProcessId),
        "make-a-network-namespace" => Try(272, 0x40000000),
        "make-a-ring" => TryPath(new byte[120], parameters => Try(425, 4, parameters)),
        "undo-the-end-with-the-parent" => Try(157, 1, 0),
        "use-much-time" => UseTime(),
        "wait" => Try(34),
        _ => throw new ArgumentException($"There is no attempt '{name}'.", nameof(name)),
    };

    private static nint Number(SafeFileHandle file) => file.DangerousGetHandle();

    private static unsafe int Vectored(int call, SafeFileHandle file, nint position)
    {
        long* memory = stackalloc long[2];
        nint* vectors = stackalloc nint[] { (nint)memory, 8, (nint)(memory + 1), 8 };
        return Try(call, Number(file), (nint)vectors, 2, position);
    }

    /// <returns>EFBIG if only what lies below the limit was written.</returns>
    private static int Across(SafeFileHandle file)
    {
        const int tooBig = 27;
        int written = TryPath("12345678"u8, buffer => (int)Result(18, Number(file), buffer, 8, 4092));
        return written switch { 8 => 0, 4 => tooBig, _ => -1 };
    }

    private static int CreateFile() => TryPath("/tmp/airlock-attempt\0"u8, path => Try(2, path, 0x41, 0x180));

    private static int CreateAndRemove()
    {
        CreateFile();
        return TryPath("/tmp/airlock-attempt\0"u8, path => Try(87, path));
    }

    private static int StartThread()
    {
        int result = -1;
        var thread = new Thread(() => result = 0);
        thread.Start();
        thread.Join();
        return result;
    }

    private static int CollectGarbage()
    {
        byte[][] garbage = new byte[100][];
        for (int i = 0; i < 1000; i++)
        {
            garbage[i % garbage.Length] = new byte[100_000];
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        return garbage[0].Length == 100_000 ? 0 : -1;
    }

    /// <summary>Port 1 on 127.0.0.1, where nobody listens: refused is as good as connected.</summary>
    private static int ConnectTcp()
    {
        const int refused = 111;
        nint socket = Result(41, 2, 1);
        int result = TryPath([2, 0, 0, 1, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], address => Try(42, socket, address, 16));
        return result == refused ? 0 : result;
    }

    private static unsafe int Execute() => TryPath("/bin/true\0"u8, path =>
    {
        nint* arguments = stackalloc nint[] { path, 0 };
        return Try(59, path, (nint)arguments, (nint)(arguments + 1));
    });

    private static int Fork()
    {
        nint child = Result(57);
        if (child == 0)
        {
            Try(231);
        }

        return child > 0 ? Try(61, child) : System.Runtime.InteropServices.Marshal.GetLastPInvokeError();
    }

    private static int Trace(int request, int process) => TryPath(new byte[8], data => Try(101, request, process, 0, data));

    private static int MakeExecutable()
    {
        nint page = Result(9, 0, 4096, ReadWrite, PrivateAnonymous, -1);
        return Try(10, page, 4096, ReadExecute);
    }

    private static int UseTime()
    {
        while (Environment.CpuUsage.TotalTime < TimeSpan.FromSeconds(3))
        {
            Thread.SpinWait(1000);
        }

        return 0;
    }
}
