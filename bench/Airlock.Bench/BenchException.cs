namespace Airlock.Bench;

/// <summary>A measurement that can't go on, in a sentence: a command fails, a folder can't be written.</summary>
internal sealed class BenchException(string sentence) : Exception(sentence);
