namespace Airlock.Bench;

/// <summary>
/// Looks at the memory of a running program again and again, all of its processes together: the kernel keeps the peak
/// of each, and these needn't be at the same time.
/// </summary>
internal sealed class MemoryWatch
{
    private readonly bool _withRoot;
    private Thread? _thread;
    private volatile bool _isOver;

    /// <param name="withRoot">Whether the first process counts, or only what it starts.</param>
    public MemoryWatch(bool withRoot)
    {
        _withRoot = withRoot;
    }

    /// <summary>The most that was seen, in bytes; to be read at the end.</summary>
    public long Peak { get; private set; }

    /// <summary>How often there was something to see.</summary>
    public int Looks { get; private set; }

    public void Start(int process)
    {
        _isOver = false;
        _thread = new Thread(() => Watch(process)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Ends it; it can be started again, for another run of the same program.</summary>
    public void Stop()
    {
        _isOver = true;
        _thread?.Join();
    }

    /// <summary>Without a pause: what it looks at may be over in a few milliseconds.</summary>
    private void Watch(int root)
    {
        do
        {
            IEnumerable<int> processes = ProcessTree.DescendantsOf(root);
            long bytes = (_withRoot ? processes.Prepend(root) : processes).Sum(ProcessTree.MemoryOf);
            Peak = Math.Max(Peak, bytes);
            Looks += bytes > 0 ? 1 : 0;
        }
        while (!_isOver);
    }
}
