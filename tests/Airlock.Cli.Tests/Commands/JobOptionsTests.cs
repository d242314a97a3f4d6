using System.CommandLine;
using Airlock.Cli.Commands;
using Airlock.Protocol;
using Airlock.Vmm.Jobs;
using Airlock.Vmm.Results;
using Airlock.Vmm.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Airlock.Cli.Tests.Commands;

/// <summary>Each option, from the command line to what the job is given.</summary>
public class JobOptionsTests
{
    private readonly JobOptions _options = new();
    private readonly Command _command = new("copy");

    public JobOptionsTests()
    {
        _options.AddTo(_command);
    }

    [Fact]
    public void Without_options_a_job_has_the_librarys_defaults_and_a_worker()
    {
        DiskJobOptions job = Job();
        Assert.NotNull(job.Worker);
        Assert.Equal(new DiskJobOptions(), job with { Worker = null });
    }

    [Fact]
    public void The_sandbox_can_be_left_out() => Assert.Equal(new DiskJobOptions(), Job("--no-sandbox"));

    [Fact]
    public void Times_are_seconds_with_fractions()
    {
        Assert.Equal(TimeSpan.FromSeconds(2.5), Job("--stall-timeout", "2.5").StallTimeout);
        Assert.Equal(TimeSpan.FromSeconds(0.25), Job("--time-limit", "0.25").TimeLimit);
    }

    [Fact]
    public void Sizes_are_bytes_or_have_a_suffix()
    {
        Assert.Equal(64ul << 10, Job("--chunk-size", "64K").ChunkBytes);
        Assert.Equal(16ul << 20, Job("--memory", "16M").MemoryBytes);
        Assert.Equal(8_388_608ul, Job("--memory=8388608").MemoryBytes);
    }

    [Fact]
    public void The_progress_step_is_sectors() => Assert.Equal(100ul, Job("--progress-step", "100").ProgressStep);

    [Fact]
    public void A_guest_may_start_in_ring_0() => Assert.Equal(0, Job("--ring", "0").Ring);

    [Theory]
    [InlineData("auto", MachineKind.Auto)]
    [InlineData("kvm", MachineKind.Kvm)]
    [InlineData("process", MachineKind.Process)]
    public void A_machine_is_of_a_make_or_whatever_this_host_has(string text, MachineKind machine) =>
        Assert.Equal(machine, Job("--machine", text).Machine);

    [Theory]
    [InlineData("protobuf", MessageMode.Protobuf)]
    [InlineData("text", MessageMode.Text)]
    [InlineData("none", MessageMode.None)]
    public void Messages_have_three_forms(string text, MessageMode mode) =>
        Assert.Equal(mode, Job("--messages", text).Messages);

    [Theory]
    [InlineData("shared", Transport.Shared, true)]
    [InlineData("console", Transport.Console, true)]
    [InlineData("serial", Transport.Serial, true)]
    [InlineData("serial-plain", Transport.Serial, false)]
    public void Messages_have_three_ways_and_one_to_compare_with(string text, Transport transport, bool coalesce)
    {
        DiskJobOptions job = Job("--transport", text);
        Assert.Equal((transport, coalesce), (job.Transport, job.CoalesceSerial));
    }

    [Theory]
    [InlineData("auto", SparseMode.Auto)]
    [InlineData("always", SparseMode.Always)]
    [InlineData("never", SparseMode.Never)]
    public void Holes_are_left_out_as_far_as_one_likes(string text, SparseMode mode) =>
        Assert.Equal(mode, Job("--sparse", text).Sparse);

    [Theory]
    [InlineData(DirectIo.Both, "--direct")]
    [InlineData(DirectIo.Input, "--direct-input")]
    [InlineData(DirectIo.Output, "--direct-output")]
    [InlineData(DirectIo.Both, "--direct-input", "--direct-output")]
    public void The_page_cache_can_be_left_out_on_either_side(DirectIo direct, params string[] options) =>
        Assert.Equal(direct, Job(options).Direct);

    [Fact]
    public void What_lies_behind_the_image_is_zeroed_and_room_not_asked_for_only_on_request()
    {
        Assert.True(Job("--zero-rest").ZeroRest);
        Assert.True(Job("--force").Force);
    }

    [Fact]
    public void What_is_shown_is_off_unless_asked_for()
    {
        ParseResult plain = Parse();
        Assert.False(_options.Json(plain) || _options.Stats(plain) || _options.Verbose(plain));
        Assert.Equal("auto", _options.Progress(plain));

        ParseResult all = Parse("--json", "--stats", "-v", "--progress", "lines");
        Assert.True(_options.Json(all) && _options.Stats(all) && _options.Verbose(all));
        Assert.Equal("lines", _options.Progress(all));
    }

    [Theory]
    [InlineData("--stall-timeout", "0")]
    [InlineData("--stall-timeout", "-1")]
    [InlineData("--stall-timeout", "NaN")]
    [InlineData("--stall-timeout", "soon")]
    [InlineData("--stall-timeout", "1e300")]
    [InlineData("--time-limit", "0")]
    [InlineData("--time-limit", "1,5")]
    [InlineData("--time-limit", "Infinity")]
    public void A_time_is_more_than_zero_and_a_number(string option, string value) =>
        AssertRefused($"'{value}' is not a valid time for {option}: give seconds, more than zero, such as 1.5.", option, value);

    [Theory]
    [InlineData("--chunk-size", "1P")]
    [InlineData("--memory", "-8M")]
    public void A_size_is_a_size(string option, string value) => AssertRefused(
        $"'{value}' is not a valid size: give bytes, or a number with K, M, G or T behind it, such as 16M.", option, value);

    [Theory]
    [InlineData("--messages", "json")]
    [InlineData("--machine", "xen")]
    [InlineData("--transport", "pigeon")]
    [InlineData("--sparse", "sometimes")]
    [InlineData("--progress", "dots")]
    [InlineData("--ring", "three")]
    [InlineData("--progress-step", "-1")]
    [InlineData("--json", "maybe")]
    public void Values_that_an_option_does_not_know_are_refused(string option, string value) =>
        Assert.NotEmpty(Parse(option, value).Errors);

    private ParseResult Parse(params string[] arguments) => _command.Parse(arguments);

    private DiskJobOptions Job(params string[] arguments)
    {
        ParseResult parsed = Parse(arguments);
        Assert.Empty(parsed.Errors);
        return _options.ToDiskJobOptions(parsed, NullLoggerFactory.Instance);
    }

    private void AssertRefused(string sentence, params string[] arguments) =>
        Assert.Contains(Parse(arguments).Errors, error => error.Message == sentence);
}
