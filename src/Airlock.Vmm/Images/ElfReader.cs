using System.Buffers.Binary;
using System.Text;
using Airlock.Abi.Machine;
using Airlock.Hypervisor;

namespace Airlock.Vmm.Images;

/// <summary>
/// Reads an ELF64 executable (System V ABI, chapters 4 and 5). The file is not trusted: each offset and size is checked
/// against the file or the machine before use.
/// </summary>
internal static class ElfReader
{
    private const int HeaderLength = 64;
    private const int ProgramHeaderLength = 56;
    private const int SectionHeaderLength = 64;
    private const int SymbolLength = 24;
    private const int MaxSegments = 64;
    private const int MaxSymbols = 1 << 16;

    /// <summary>Names may overlap in the file, so that a small one could ask for any amount of memory.</summary>
    private const int MaxSymbolNameLength = 1024;

    private const ushort TypeExecutable = 2;
    private const ushort MachineX64 = 62;
    private const uint LoadSegment = 1;
    private const uint SymbolTableSection = 2;
    private const byte FunctionSymbol = 2;

    private static ReadOnlySpan<byte> Magic => [0x7f, (byte)'E', (byte)'L', (byte)'F'];

    public static bool IsElf(ReadOnlySpan<byte> file) => file.StartsWith(Magic);

    /// <exception cref="GuestImageException">The file breaks the format, or a segment doesn't fit the machine.</exception>
    public static GuestImage Read(ReadOnlyMemory<byte> bytes, string name)
    {
        var file = new ElfFile(bytes, name);
        ReadOnlySpan<byte> header = file.Slice(0, HeaderLength, "ELF header").Span;
        CheckIdentity(header, name);
        ulong entry = U64(header, 24);
        List<ProgramSegment> segments = ReadSegments(file, header);
        if (!segments.Exists(s => s.Rights.HasFlag(PageRights.Execute) && entry >= s.Address && entry < s.End))
        {
            throw new GuestImageException($"'{name}': its entry point 0x{entry:x} lies in no executable segment.");
        }

        return new GuestImage(name, bytes, entry, segments, ReadSymbols(file, header));
    }

    private static void CheckIdentity(ReadOnlySpan<byte> header, string name)
    {
        const byte class64 = 2, littleEndian = 1;
        if (header[4] != class64 || header[5] != littleEndian || U16(header, 18) != MachineX64)
        {
            throw new GuestImageException($"'{name}' is an ELF file, but none for x86-64.");
        }

        if (U16(header, 16) != TypeExecutable)
        {
            throw new GuestImageException($"'{name}' is no statically linked ELF executable (its type is {U16(header, 16)}, not 2).");
        }
    }

    private static List<ProgramSegment> ReadSegments(ElfFile file, ReadOnlySpan<byte> header)
    {
        var segments = new List<ProgramSegment>();
        ulong table = U64(header, 32);
        for (ushort i = 0, count = U16(header, 56); i < count; i++)
        {
            ReadOnlySpan<byte> entry = file.Entry(table, i, ProgramHeaderLength, "program header");
            if (U32(entry, 0) == LoadSegment && U64(entry, 40) != 0)
            {
                if (segments.Count == MaxSegments)
                {
                    throw new GuestImageException($"'{file.Name}' has more than {MaxSegments} segments; link it with fewer.");
                }

                ProgramSegment segment = ReadSegment(file, entry);
                if (segments.Exists(other => segment.Address < PageEnd(other) && other.Address < PageEnd(segment)))
                {
                    throw new GuestImageException($"'{file.Name}': the segment at 0x{segment.Address:x} shares a page with another one.");
                }

                segments.Add(segment);
            }
        }

        return segments;
    }

    /// <summary>
    /// A segment lies where it is used: at its virtual address, as entry point and symbols are virtual, and RAM is mapped 1:1.
    /// A physical address that is another one asks for what this machine hasn't.
    /// </summary>
    private static ProgramSegment ReadSegment(ElfFile file, ReadOnlySpan<byte> entry)
    {
        string name = file.Name;
        ulong address = U64(entry, 16), physical = U64(entry, 24), fileLength = U64(entry, 32), memoryLength = U64(entry, 40);
        if (physical != address)
        {
            throw new GuestImageException(
                $"'{name}': the segment at 0x{address:x} has another physical address, 0x{physical:x}; link it without AT().");
        }

        PageRights rights = RightsOf(U32(entry, 4));
        if (rights.HasFlag(PageRights.Write) && rights.HasFlag(PageRights.Execute))
        {
            throw new GuestImageException($"'{name}': the segment at 0x{address:x} is writable and executable; it may be one of them.");
        }

        if (address % MemoryMap.PageSize != 0 || fileLength > memoryLength)
        {
            throw new GuestImageException($"'{name}': the segment at 0x{address:x} isn't page-aligned, or larger in the file than in memory.");
        }

        // What of it lies in RAM is checked against the machine's size when it is loaded.
        bool fits = address >= MemoryMap.ImageBase && memoryLength <= MemoryMap.MaxRamSize
            && address <= MemoryMap.MaxRamSize - memoryLength;
        bool meetsStack = address < MemoryMap.StackTop && address + memoryLength > MemoryMap.StackBottom;
        if (!fits || meetsStack)
        {
            throw new GuestImageException(
                $"'{name}': the segment at 0x{address:x} ({memoryLength} bytes) lies outside what a guest may fill: RAM from 0x{MemoryMap.ImageBase:x} on, but for the stack.");
        }

        ReadOnlyMemory<byte> content = file.Slice(U64(entry, 8), fileLength, "segment");
        return new ProgramSegment(address, content, memoryLength, rights);
    }

    private static ulong PageEnd(ProgramSegment segment) => (segment.End + MemoryMap.PageSize - 1) & ~(MemoryMap.PageSize - 1);

    private static PageRights RightsOf(uint flags) => PageRights.Read
        | ((flags & 2) != 0 ? PageRights.Write : 0)
        | ((flags & 1) != 0 ? PageRights.Execute : 0);

    /// <summary>Symbols are a help for people: a file without them, or with broken ones, runs all the same.</summary>
    private static SymbolTable ReadSymbols(ElfFile file, ReadOnlySpan<byte> header)
    {
        try
        {
            ulong table = U64(header, 40);
            for (ushort i = 0, count = U16(header, 60); i < count; i++)
            {
                ReadOnlySpan<byte> section = file.Entry(table, i, SectionHeaderLength, "section header");
                if (U32(section, 4) == SymbolTableSection)
                {
                    ushort link = (ushort)Math.Min(U32(section, 40), ushort.MaxValue);
                    ReadOnlySpan<byte> names = file.Entry(table, link, SectionHeaderLength, "section header");
                    return ReadSymbols(
                        file.Slice(U64(section, 24), U64(section, 32), "symbol table").Span,
                        file.Slice(U64(names, 24), U64(names, 32), "string table").Span);
                }
            }
        }
        catch (GuestImageException)
        {
            return SymbolTable.Empty;
        }

        return SymbolTable.Empty;
    }

    private static SymbolTable ReadSymbols(ReadOnlySpan<byte> symbols, ReadOnlySpan<byte> names)
    {
        var functions = new List<SymbolTable.Symbol>();
        for (; symbols.Length >= SymbolLength && functions.Count < MaxSymbols; symbols = symbols[SymbolLength..])
        {
            uint nameOffset = U32(symbols, 0);
            if ((symbols[4] & 0xf) == FunctionSymbol && nameOffset < names.Length)
            {
                ReadOnlySpan<byte> text = names[(int)nameOffset..];
                text = text[..Math.Min(text.Length, MaxSymbolNameLength)];
                int end = text.IndexOf((byte)0);
                string symbol = Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
                functions.Add(new SymbolTable.Symbol(U64(symbols, 8), U64(symbols, 16), symbol));
            }
        }

        return new SymbolTable(functions);
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
