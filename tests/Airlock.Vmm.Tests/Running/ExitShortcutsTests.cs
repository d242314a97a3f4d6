using Xunit;

namespace Airlock.Vmm.Tests.Running;

public sealed class ExitShortcutsTests
{
    private readonly ExitShortcuts _shortcuts = new();
    private int _taken;

    public ExitShortcutsTests()
    {
        _shortcuts.Add(() => _taken++);
        _shortcuts.Add(() => _taken++);
    }

    [Fact]
    public void A_short_run_takes_none()
    {
        Count(ExitShortcuts.ExitsBefore - 1);
        Assert.Equal(0, _taken);
    }

    [Fact]
    public void Once_there_have_been_enough_exits_all_are_taken()
    {
        Count(ExitShortcuts.ExitsBefore);
        Assert.Equal(2, _taken);
    }

    [Fact]
    public void None_is_taken_twice()
    {
        Count(ExitShortcuts.ExitsBefore * 10);
        Assert.Equal(2, _taken);
    }

    private void Count(int exits)
    {
        for (int i = 0; i < exits; i++)
        {
            _shortcuts.CountExit();
        }
    }
}
