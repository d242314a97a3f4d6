using System;
using Airlock.Guest.Compression.Buffers;

namespace Airlock.Guest.Compression.Deflate;

/// <summary>A decoder of streams that are deflated. Implemented by structs only; all zeroes is the start.</summary>
public interface IInflater
{
    /// <summary>Goes on with the stream, as far as input and room allow.</summary>
    /// <param name="source">Input.</param>
    /// <param name="target">The output, the same in each call.</param>
    /// <param name="workspace">At least <see cref="Inflater.WorkspaceWords"/>; out of range if it is smaller.</param>
    /// <returns>NeedInput, or how the stream has ended: then each further call returns the same.</returns>
    InflateStatus Run(ref SourceBytes source, ref TargetBytes target, Span<uint> workspace);
}
