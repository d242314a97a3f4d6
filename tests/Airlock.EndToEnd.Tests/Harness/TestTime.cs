using System.Globalization;

namespace Airlock.EndToEnd.Tests.Harness;

/// <summary>
/// One factor for all times of these tests, for machines that are slow: AIRLOCK_TEST_TIME_FACTOR. It applies to limits and
/// waits, and to the program's own limits on the command line.
/// </summary>
internal static class TestTime
{
    private static readonly string[] s_options = ["--stall-timeout", "--time-limit"];
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    public static double Factor { get; } = double.TryParse(
        Environment.GetEnvironmentVariable("AIRLOCK_TEST_TIME_FACTOR"), CultureInfo.InvariantCulture, out double factor) ? factor : 1;

    public static TimeSpan Scale(TimeSpan time) => time * Factor;

    public static void Sleep(TimeSpan time) => Thread.Sleep(Scale(time));

    public static bool SpinUntil(Func<bool> condition, TimeSpan limit) => SpinWait.SpinUntil(condition, Scale(limit));

    /// <summary>A test that has no program to wait for: it fails if it doesn't end.</summary>
    public static Task Within(Action test) => Task.Factory
        .StartNew(test, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(Scale(s_limit));

    /// <inheritdoc cref="Within(Action)"/>
    public static Task Within(Func<Task> test) => Task.Run(test).WaitAsync(Scale(s_limit));

    public static string[] ScaleOptions(string[] arguments) =>
        [.. arguments.Select((argument, i) => i > 0 && s_options.Contains(arguments[i - 1]) ? ScaleSeconds(argument) : argument)];

    /// <summary>What isn't a time stays as it is: some tests try just that.</summary>
    private static string ScaleSeconds(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out double seconds) && seconds > 0
            ? (seconds * Factor).ToString(CultureInfo.InvariantCulture)
            : text;
}
