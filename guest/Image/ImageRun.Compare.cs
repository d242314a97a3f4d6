using Airlock.Guest.Messages;
using Airlock.Guest.Programs;
using Airlock.Guest.Storage;
using Airlock.Image.Compare;
using Airlock.Image.Contents;

namespace Airlock.Image;

/// <content>The comparison with a second image.</content>
internal ref partial struct ImageRun<TPlatform, TTransport>
{
    private bool TryCompare(out ulong compared)
    {
        compared = 0;
        var ram = new RamAreas(_areas.Buffers);
        if (!InputAreas.TryTake<TPlatform>(ref ram, out InputAreas areas))
        {
            _reporter.ConfigurationFailed((uint)ProgramError.RamTooSmall);
            return false;
        }

        RamArea rest = ram.TakeRest();
        var halves = new RamAreas(rest);
        halves.TryTake(rest.Length / 2, out RamArea firstBuffers);
        RamArea secondBuffers = halves.TakeRest();
        var second = new ImageInput<TPlatform, TTransport>(ref _reporter, _options, DeviceRole.Second, areas, _areas);
        return second.TryOpen() && second.IsTaken() && _input.HasRoom(firstBuffers) && second.HasRoom(secondBuffers)
            && TryCompare(ref second, firstBuffers, secondBuffers, out compared);
    }

    private bool TryCompare(
        scoped ref ImageInput<TPlatform, TTransport> second, RamArea firstBuffers, RamArea secondBuffers, out ulong compared)
    {
        ulong firstLength = _input.Info.VirtualSize;
        ulong secondLength = second.Info.VirtualSize;
        _input.OpenAccount(firstLength);
        second.OpenAccount(secondLength);
        var left = new ContentReader<TPlatform, ImageDisk<TPlatform>>(
            ref _input.Source, ref _input.Disk, firstLength, firstBuffers, _options.Machine.Completions);
        var right = new ContentReader<TPlatform, ImageDisk<TPlatform>>(
            ref second.Source, ref second.Disk, secondLength, secondBuffers, _options.Machine.Completions);
        ulong length = firstLength > secondLength ? firstLength : secondLength;
        scoped var engine = new CompareEngine<TPlatform, TTransport, ImageDisk<TPlatform>>(
            ref _reporter, length, _options.ProgressStep);
        bool isAnswered = engine.TryRun(ref left, ref right);
        compared = engine.Compared;
        if (isAnswered)
        {
            SendComparison(engine.IsDifferent, compared, firstLength != secondLength);
            return true;
        }

        _input.ReportFailure(left.Failure, firstBuffers);
        second.ReportFailure(right.Failure, secondBuffers);
        _input.ReportEnding(left.Ending);
        if (left.Ending == ContentEnding.Done)
        {
            second.ReportEnding(right.Ending); // one refusal is enough
        }

        return false;
    }

    private void SendComparison(bool isDifferent, ulong compared, bool sizesDiffer)
    {
        CompareResultMessage result = default;
        result.Identical = !isDifferent;
        result.FirstMismatchOffset = isDifferent ? compared : 0;
        result.TotalBytesCompared = compared;
        result.Flags = sizesDiffer ? (uint)CompareFlag.CompareFlagSizesDiffer : 0;
        _reporter.Compare(result, _areas.Frame.Bytes<TPlatform>());
    }
}
