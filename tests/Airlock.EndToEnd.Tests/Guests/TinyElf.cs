using System.Text;

namespace Airlock.EndToEnd.Tests.Guests;

/// <summary>Writes the smallest ELF64 executable with a symbol: a segment, a function (System V ABI, 4).</summary>
internal static class TinyElf
{
    private const int HeaderLength = 64;
    private const int ProgramHeaderLength = 56;
    private const int SectionHeaderLength = 64;
    private const int SymbolLength = 24;

    public static byte[] Build(byte[] code, string function, ulong address = GuestAssembler.ImageBase)
    {
        byte[] names = [0, .. Encoding.ASCII.GetBytes(function), 0];
        int codeAt = HeaderLength + ProgramHeaderLength;
        int symbolsAt = codeAt + code.Length;
        int namesAt = symbolsAt + 2 * SymbolLength;
        int sectionsAt = namesAt + names.Length;

        using var stream = new MemoryStream();
        using var file = new BinaryWriter(stream);
        WriteHeader(file, address, sectionsAt);
        WriteProgramHeader(file, address, codeAt, code.Length);
        file.Write(code);
        WriteSymbols(file, address, code.Length);
        file.Write(names);
        file.Write(new byte[SectionHeaderLength]);
        WriteSection(file, type: 2, symbolsAt, 2 * SymbolLength, link: 2);
        WriteSection(file, type: 3, namesAt, names.Length, link: 0);
        return stream.ToArray();
    }

    private static void WriteHeader(BinaryWriter file, ulong address, int sectionsAt)
    {
        file.Write([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, .. new byte[9]]);
        file.Write((ushort)2); // ET_EXEC
        file.Write((ushort)62); // EM_X86_64
        file.Write(1u);
        file.Write(address);
        file.Write((ulong)HeaderLength);
        file.Write((ulong)sectionsAt);
        file.Write(0u);
        file.Write([HeaderLength, 0, ProgramHeaderLength, 0, 1, 0, SectionHeaderLength, 0, 3, 0, 0, 0]);
    }

    private static void WriteProgramHeader(BinaryWriter file, ulong address, int codeAt, int length)
    {
        file.Write(1u); // PT_LOAD
        file.Write(5u); // readable, executable
        file.Write((ulong)codeAt);
        file.Write(address);
        file.Write(address);
        file.Write((ulong)length);
        file.Write((ulong)length);
        file.Write(0x1000ul);
    }

    /// <summary>The null symbol, then the function.</summary>
    private static void WriteSymbols(BinaryWriter file, ulong address, int length)
    {
        file.Write(new byte[SymbolLength]);
        file.Write(1u);
        file.Write((byte)0x12); // global, function
        file.Write((byte)0);
        file.Write((ushort)1);
        file.Write(address);
        file.Write((ulong)length);
    }

    private static void WriteSection(BinaryWriter file, uint type, int offset, int length, uint link)
    {
        file.Write(0u);
        file.Write(type);
        file.Write(0ul);
        file.Write(0ul);
        file.Write((ulong)offset);
        file.Write((ulong)length);
        file.Write(link);
        file.Write(0u);
        file.Write(1ul);
        file.Write(type == 2 ? (ulong)SymbolLength : 0);
    }
}
