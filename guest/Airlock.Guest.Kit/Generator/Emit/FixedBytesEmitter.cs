namespace Airlock.Guest.Generator.Emit;

/// <summary>The bytes of a given capacity.</summary>
internal static class FixedBytesEmitter
{
    public static string Emit(int capacity)
    {
        return FixedBuffer.Emit(Body, capacity);
    }

    private const string Body = """
        /// <summary>Up to CAPACITY bytes, without allocation.</summary>
        public struct FixedBytesCAPACITY
        {
            /// <summary>The most bytes that it holds.</summary>
            public const int Capacity = CAPACITY;

            private Buffer _buffer;
            private int _length;

            /// <summary>Its bytes.</summary>
            [UnscopedRef]
            public readonly ReadOnlySpan<byte> Bytes => _buffer.First(_length);

            /// <summary>Makes it so many bytes, to be filled by the caller; none are if that is too many.</summary>
            [UnscopedRef]
            public Span<byte> Resize(int length)
            {
                _length = length >= 0 && length <= Capacity ? length : 0;
                return _buffer.All.Slice(0, _length);
            }

            /// <summary>Writes them as a field, which none at all aren't.</summary>
            internal readonly void Encode(uint tag, ref WireWriter writer) => writer.WriteText(tag, Bytes);

            internal void Decode(ref WireReader reader)
            {
                ReadOnlySpan<byte> bytes = reader.ReadDelimited();
                if (bytes.Length > Capacity)
                {
                    reader.Fail();
                    return;
                }

                bytes.CopyTo(Resize(bytes.Length));
            }


        """;
}
