namespace Airlock.Guest.Compression.Zstd;

/// <summary>How decoding went, and if it can't go on, what is wrong. Sections are those of RFC 8878.</summary>
public enum ZstdStatus
{
    /// <summary>
    /// The header or block that comes next isn't there as a whole: more input, or the frame has been cut off.
    /// </summary>
    NeedInput,

    /// <summary>The frame is over. Input is read just up to its end.</summary>
    Done,

    /// <summary>The output is full to its last byte, and the frame has more. It can't be gone on with.</summary>
    OutputFull,

    /// <summary>Neither a frame nor a skippable one (3.1.1, 3.1.2).</summary>
    BadMagic,

    /// <summary>A reserved bit of the frame's header is set (3.1.1.1.1.4).</summary>
    ReservedBit,

    /// <summary>The frame needs a dictionary (3.1.1.1.3).</summary>
    NeedsDictionary,

    /// <summary>The window is larger than <see cref="ZstdDecoder.MaxWindow"/> (3.1.1.1.2).</summary>
    WindowTooLarge,

    /// <summary>A block of the reserved type (3.1.1.2.2).</summary>
    BadBlockType,

    /// <summary>A block is larger than the window or 128 KiB, or what it decodes to (3.1.1.2.4).</summary>
    BlockTooLarge,

    /// <summary>The sizes of a block's literals don't fit the block, or each other (3.1.1.3.1.1).</summary>
    BadLiteralsSize,

    /// <summary>The description of a Huffman tree makes no complete code of up to 11 bits (4.2.1).</summary>
    BadHuffmanTree,

    /// <summary>Literals want the Huffman tree of the block before, and there was none (3.1.1.3.1.1).</summary>
    NoHuffmanTree,

    /// <summary>A stream of literals doesn't end where it should (4.2.2).</summary>
    BadLiterals,

    /// <summary>
    /// The header of the sequences is cut off, has reserved bits, or is followed by what it doesn't name (3.1.1.3.2.1).
    /// </summary>
    BadSequencesHeader,

    /// <summary>
    /// The description of an FSE table makes none (4.1.1), or is for a code that doesn't exist (3.1.1.3.2.1.1).
    /// </summary>
    BadFseTable,

    /// <summary>Sequences want the FSE table of the block before, and there was none (3.1.1.3.2.1).</summary>
    NoFseTable,

    /// <summary>The stream of sequences doesn't end where it should (3.1.1.3.2.1.2).</summary>
    BadSequences,

    /// <summary>A sequence wants more literals than the block has (3.1.1.4).</summary>
    TooFewLiterals,

    /// <summary>A match starts before the first byte of the frame, or an offset is zero (3.1.1.5).</summary>
    OffsetTooFar,

    /// <summary>The frame isn't as long as its header says (3.1.1.1.4).</summary>
    BadContentSize,

    /// <summary>The checksum isn't that of the output (3.1.1).</summary>
    BadChecksum,
}
