using System.Buffers.Binary;

namespace Airlock.Bench;

/// <summary>
/// QEMU's smallest machine with a guest that ends it at once: an ELF32 image that is entered by its PVH note, in 32-bit
/// mode, and writes to the isa-debug-exit device.
/// </summary>
internal static class MicroVm
{
    private const int LoadAddress = 0x10_0000;
    private const int ElfHeaderLength = 52;
    private const int ProgramHeaderLength = 32;
    private const int NoteOffset = ElfHeaderLength + (2 * ProgramHeaderLength);
    private const int NoteLength = 20;
    private const int CodeOffset = NoteOffset + NoteLength;

    /// <summary>XEN_ELFNOTE_PHYS32_ENTRY of Xen's elfnote.h: where a PVH guest is entered.</summary>
    private const int Phys32Entry = 18;

    /// <summary>isa-debug-exit ends QEMU with twice the byte written, plus one.</summary>
    private const int ExitCode = 1;

    private static ReadOnlySpan<byte> Code =>
    [
        0x30, 0xc0, // xor al, al
        0xe6, 0xf4, // out 0xf4, al
        0xf4,       // hlt
    ];

    /// <summary>The command, or null where QEMU isn't installed.</summary>
    /// <param name="folder">Where the image is put.</param>
    public static Contestant? Contestant(string folder)
    {
        if (InstalledPrograms.Find("qemu-system-x86_64") is not { } qemu)
        {
            return null;
        }

        string image = Path.Combine(folder, "microvm.elf");
        File.WriteAllBytes(image, Image());
        string machine = $"microvm,accel={(MachineKinds.Usual == MachineKind.Kvm ? "kvm" : "tcg")}";
        return new Contestant(
            $"qemu-system-x86_64 -M {machine}",
            qemu, "-M", machine, "-m", "32", "-nodefaults", "-display", "none", "-no-reboot",
            "-device", "isa-debug-exit,iobase=0xf4,iosize=1", "-kernel", image)
        {
            SuccessCode = ExitCode,
        };
    }

    private static byte[] Image()
    {
        byte[] image = new byte[CodeOffset + Code.Length];
        WriteHeader(image);
        Span<byte> programHeaders = image.AsSpan(ElfHeaderLength);
        WriteProgramHeader(programHeaders, type: 1, offset: 0, image.Length); // PT_LOAD
        WriteProgramHeader(programHeaders[ProgramHeaderLength..], type: 4, NoteOffset, NoteLength); // PT_NOTE
        WriteWords(image.AsSpan(NoteOffset), 4, 4, Phys32Entry);
        "Xen\0"u8.CopyTo(image.AsSpan(NoteOffset + 12));
        WriteWords(image.AsSpan(NoteOffset + 16), LoadAddress + CodeOffset);
        Code.CopyTo(image.AsSpan(CodeOffset));
        return image;
    }

    /// <summary>An executable for the 80386 with two program headers and no sections.</summary>
    private static void WriteHeader(Span<byte> header)
    {
        ReadOnlySpan<byte> identity = [0x7f, (byte)'E', (byte)'L', (byte)'F', 1, 1, 1];
        identity.CopyTo(header);
        const int executableFor386 = 2 | (3 << 16);
        WriteWords(header[16..], executableFor386, 1, LoadAddress + CodeOffset, ElfHeaderLength);
        const int lengths = ElfHeaderLength | (ProgramHeaderLength << 16);
        WriteWords(header[40..], lengths, 2);
    }

    private static void WriteProgramHeader(Span<byte> header, int type, int offset, int length)
    {
        const int readAndExecute = 5;
        int address = LoadAddress + offset;
        WriteWords(header, type, offset, address, address, length, length, readAndExecute, 4);
    }

    private static void WriteWords(Span<byte> target, params ReadOnlySpan<int> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(target[(i * 4)..], words[i]);
        }
    }
}
