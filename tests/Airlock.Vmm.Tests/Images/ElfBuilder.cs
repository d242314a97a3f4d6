using System.Buffers.Binary;

namespace Airlock.Vmm.Tests.Images;

/// <summary>Puts together an ELF64 executable (System V ABI, chapters 4 and 5), sound unless told otherwise.</summary>
internal sealed class ElfBuilder
{
    public const ulong EntryPoint = 0x4_0000;

    private const int HeaderLength = 64;
    private const int ProgramHeaderLength = 56;
    private const int SectionHeaderLength = 64;
    private const int SymbolLength = 24;

    private readonly List<ElfSegment> _segments = [];
    private readonly List<(ulong Address, ulong Length, byte Info, string Name)> _symbols = [];

    /// <summary>e_ident[EI_CLASS]; 2 is 64 bits.</summary>
    public byte Class { get; init; } = 2;

    /// <summary>e_ident[EI_DATA]; 1 is little-endian.</summary>
    public byte Encoding { get; init; } = 1;

    /// <summary>e_type; 2 is an executable.</summary>
    public ushort Type { get; init; } = 2;

    /// <summary>e_machine; 62 is x86-64.</summary>
    public ushort Machine { get; init; } = 62;

    /// <summary>e_entry.</summary>
    public ulong Entry { get; init; } = EntryPoint;

    /// <summary>e_phoff.</summary>
    public ulong ProgramHeaders { get; init; } = HeaderLength;

    /// <summary>e_phnum.</summary>
    public ushort? ProgramHeaderCount { get; init; }

    /// <summary>e_shoff, when it shall not be where the sections are.</summary>
    public ulong? SectionHeaders { get; init; }

    /// <summary>A sound executable with code at its entry point and data behind it.</summary>
    public static ElfBuilder Sound() =>
        new ElfBuilder().With(ElfSegment.Code(EntryPoint)).With(ElfSegment.Data(0x5_0000));

    public ElfBuilder With(ElfSegment segment)
    {
        _segments.Add(segment);
        return this;
    }

    public ElfBuilder WithFunction(ulong address, ulong length, string name)
    {
        const byte globalFunction = 0x12;
        _symbols.Add((address, length, globalFunction, name));
        return this;
    }

    public ElfBuilder WithVariable(ulong address, ulong length, string name)
    {
        const byte globalObject = 0x11;
        _symbols.Add((address, length, globalObject, name));
        return this;
    }

    public byte[] Build()
    {
        using var file = new MemoryStream();
        file.SetLength(HeaderLength + _segments.Count * ProgramHeaderLength);
        file.Position = file.Length;
        byte[] programHeaders =
            [.. _segments.SelectMany(segment => ProgramHeader(segment, Append(file, segment.Content)))];
        ulong sections = AppendSections(file, out ushort sectionCount);
        byte[] bytes = file.ToArray();
        WriteHeader(bytes, sections, sectionCount);
        programHeaders.CopyTo(bytes, HeaderLength);
        return bytes;
    }

    private void WriteHeader(Span<byte> header, ulong sections, ushort sectionCount)
    {
        ReadOnlySpan<byte> identity = [0x7f, (byte)'E', (byte)'L', (byte)'F', Class, Encoding, 1];
        identity.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], Type);
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], Machine);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], Entry);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], ProgramHeaders);
        BinaryPrimitives.WriteUInt64LittleEndian(header[40..], SectionHeaders ?? sections);
        BinaryPrimitives.WriteUInt16LittleEndian(header[52..], HeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(header[54..], ProgramHeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(header[56..], ProgramHeaderCount ?? (ushort)_segments.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(header[58..], SectionHeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(header[60..], sectionCount);
    }

    private static byte[] ProgramHeader(ElfSegment segment, ulong contentOffset)
    {
        byte[] header = new byte[ProgramHeaderLength];
        ulong length = (ulong)segment.Content.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(header, segment.Type);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), segment.Flags);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), segment.FileOffset ?? contentOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(16), segment.Address);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(24), segment.PhysicalAddress ?? segment.Address);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(32), segment.FileLength ?? length);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(40), segment.MemoryLength ?? length);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(48), 0x1000);
        return header;
    }

    /// <summary>Symbol and string table with their headers, behind the null section; none without symbols.</summary>
    private ulong AppendSections(MemoryStream file, out ushort count)
    {
        if (_symbols.Count == 0)
        {
            count = 0;
            return 0;
        }

        var strings = new List<byte> { 0 };
        var symbols = new List<byte>();
        foreach ((ulong address, ulong length, byte info, string name) in _symbols)
        {
            byte[] symbol = new byte[SymbolLength];
            BinaryPrimitives.WriteUInt32LittleEndian(symbol, (uint)strings.Count);
            symbol[4] = info;
            BinaryPrimitives.WriteUInt64LittleEndian(symbol.AsSpan(8), address);
            BinaryPrimitives.WriteUInt64LittleEndian(symbol.AsSpan(16), length);
            symbols.AddRange(symbol);
            strings.AddRange(System.Text.Encoding.UTF8.GetBytes(name + "\0"));
        }

        ulong symbolOffset = Append(file, [.. symbols]), stringOffset = Append(file, [.. strings]);
        const uint symbolTable = 2, stringTable = 3, linkToStrings = 2;
        count = 3;
        ulong table = Append(file, new byte[SectionHeaderLength]);
        Append(file, SectionHeader(symbolTable, symbolOffset, (ulong)symbols.Count, linkToStrings));
        Append(file, SectionHeader(stringTable, stringOffset, (ulong)strings.Count, link: 0));
        return table;
    }

    private static byte[] SectionHeader(uint type, ulong offset, ulong length, uint link)
    {
        byte[] header = new byte[SectionHeaderLength];
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), type);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(24), offset);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(32), length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), link);
        return header;
    }

    private static ulong Append(MemoryStream file, byte[] bytes)
    {
        ulong offset = (ulong)file.Position;
        file.Write(bytes);
        return offset;
    }
}
