using System;

namespace Airlock.Guest.Formats;

/// <summary>Recognizes the text that describes a VMDK at the start of a file.</summary>
internal static class VmdkText
{
    private const ulong MaxLength = 64 << 10;
    private const int WindowSize = 512;

    private static ReadOnlySpan<byte> Head => "# disk descriptorfile"u8;

    private static ReadOnlySpan<byte> VersionKey => "version"u8;

    /// <summary>
    /// Whether a file begins with the usual comment, or with a line <c>version=</c> after nothing but blank lines and
    /// comments in its first 64 KiB; case doesn't count. False if the device failed.
    /// </summary>
    public static bool TryRecognize<TSource>(ref TSource source, out bool isOne)
        where TSource : struct, IByteSource
    {
        isOne = false;
        var state = default(LineState);
        Span<byte> window = stackalloc byte[WindowSize];
        ulong end = Math.Min(source.Length, MaxLength);
        for (ulong position = 0; position < end; position += WindowSize)
        {
            Span<byte> part = window.Slice(0, (int)Math.Min(WindowSize, end - position));
            if (!source.TryRead(position, part))
            {
                return false;
            }

            if (position == 0 && TextScan.StartsWithIgnoringCase(part, Head))
            {
                isOne = true;
                return true;
            }

            foreach (byte value in part)
            {
                if (!state.Take(value, out isOne))
                {
                    return true;
                }
            }
        }

        return true;
    }

    /// <summary>Where in a line the reader is, before anything is decided.</summary>
    private struct LineState
    {
        private bool _isComment;
        private int _matched;

        /// <summary>Takes a byte; false once it is decided.</summary>
        public bool Take(byte value, out bool isOne)
        {
            isOne = false;
            if (_isComment)
            {
                _isComment = value != (byte)'\n';
                return true;
            }

            bool isBlank = value is (byte)' ' or (byte)'\t';
            if (_matched == 0)
            {
                if (isBlank || value is (byte)'\r' or (byte)'\n')
                {
                    return true;
                }

                if (value == (byte)'#')
                {
                    _isComment = true;
                    return true;
                }
            }

            if (_matched == VersionKey.Length)
            {
                isOne = value == (byte)'=';
                return isBlank && !isOne;
            }

            return TextScan.ToLower(value) == VersionKey[_matched++];
        }
    }
}
