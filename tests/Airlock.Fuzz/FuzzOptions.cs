namespace Airlock.Fuzz;

/// <summary>What was asked for.</summary>
/// <param name="Corpus">A folder with more inputs, to which new ones are added.</param>
/// <param name="Keep">A folder for those inputs that are needed.</param>
internal sealed record FuzzOptions(string Target, TimeSpan Time, ulong Seed, string? Corpus, string? Keep)
{
    public IEnumerable<byte[]> Inputs()
    {
        IEnumerable<byte[]> own = Engine.Corpus.ReadFolder(Engine.Corpus.FolderOf(Target));
        return Corpus is null ? own : own.Concat(Engine.Corpus.ReadFolder(Corpus)).OrderBy(input => input.Length);
    }
}
