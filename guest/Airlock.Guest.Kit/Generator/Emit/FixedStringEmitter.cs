namespace Airlock.Guest.Generator.Emit;

/// <summary>The string of a given capacity.</summary>
internal static class FixedStringEmitter
{
    public static string Emit(int capacity)
    {
        return FixedBuffer.Emit(Body, capacity);
    }

    private const string Body = """
        /// <summary>A string of up to CAPACITY bytes of UTF-8, without allocation.</summary>
        /// <remarks>
        /// Nothing is cut off silently: what is longer, or isn't UTF-8, makes it unfit, and a message with an unfit
        /// string can't be encoded.
        /// </remarks>
        public struct FixedStringCAPACITY
        {
            /// <summary>The most bytes that it holds.</summary>
            public const int Capacity = CAPACITY;

            private const int Unfit = -1;

            private Buffer _buffer;
            private int _length;

            /// <summary>Whether it was last set to something that it can't hold.</summary>
            public readonly bool IsUnfit => _length == Unfit;

            /// <summary>Its bytes; none while it is unfit.</summary>
            [UnscopedRef]
            public readonly ReadOnlySpan<byte> Bytes => _buffer.First(IsUnfit ? 0 : _length);

            public static implicit operator FixedStringCAPACITY(ReadOnlySpan<byte> utf8)
            {
                FixedStringCAPACITY text = default;
                text.TrySet(utf8);
                return text;
            }

            /// <summary>Sets it; false, and unfit, if the bytes are too many or not UTF-8.</summary>
            public bool TrySet(ReadOnlySpan<byte> utf8)
            {
                if (utf8.Length > Capacity || !Utf8Check.IsValid(utf8))
                {
                    _length = Unfit;
                    return false;
                }

                utf8.CopyTo(_buffer.All);
                _length = utf8.Length;
                return true;
            }

            /// <summary>Whether it holds just these bytes.</summary>
            public readonly bool Is(ReadOnlySpan<byte> utf8)
            {
                ReadOnlySpan<byte> bytes = Bytes;
                if (IsUnfit || bytes.Length != utf8.Length)
                {
                    return false;
                }

                for (int i = 0; i < bytes.Length; i++)
                {
                    if (bytes[i] != utf8[i])
                    {
                        return false;
                    }
                }

                return true;
            }

            /// <summary>Writes it as a field, which an empty one isn't.</summary>
            internal readonly void Encode(uint tag, ref WireWriter writer)
            {
                if (IsUnfit)
                {
                    writer.Fail();
                    return;
                }

                writer.WriteText(tag, Bytes);
            }

            /// <summary>Writes it as one of a repeated field, also if it is empty.</summary>
            internal readonly void EncodeItem(uint tag, ref WireWriter writer)
            {
                if (IsUnfit)
                {
                    writer.Fail();
                    return;
                }

                writer.WriteItem(tag, Bytes);
            }

            internal void Decode(ref WireReader reader)
            {
                if (!TrySet(reader.ReadDelimited()))
                {
                    reader.Fail();
                }
            }


        """;
}
