namespace System;

/// <summary>The ahead-of-time compiler asks for it by name.</summary>
internal static class Buffer
{
    /// <summary>Copies a block that holds object references: there is no collector to tell.</summary>
    private static void BulkMoveWithWriteBarrier(ref byte destination, ref byte source, nuint byteCount) =>
        SpanHelpers.Memmove(ref destination, ref source, byteCount);
}
