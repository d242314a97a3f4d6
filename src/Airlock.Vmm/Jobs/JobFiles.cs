using Airlock.Vmm.Stores;

namespace Airlock.Vmm.Jobs;

/// <summary>The open files of a run.</summary>
/// <param name="Input">What is read.</param>
/// <param name="Output">What is written; null where nothing is.</param>
/// <param name="Second">What is read, too; null where one input is all.</param>
/// <param name="IsPart">Whether another run writes the output as well, so that this one doesn't let it appear.</param>
internal readonly record struct JobFiles(InputFile Input, OutputTarget? Output, InputFile? Second = null, bool IsPart = false);
