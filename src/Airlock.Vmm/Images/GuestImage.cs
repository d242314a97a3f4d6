using System.Runtime.InteropServices;
using Airlock.Abi.Machine;
using Airlock.Hypervisor;
using Airlock.Interop;
using Microsoft.Win32.SafeHandles;

namespace Airlock.Vmm.Images;

/// <summary>A program for the machine: a flat binary (loaded and entered at 0x10000) or an ELF64 image.</summary>
public sealed class GuestImage
{
    /// <summary>No guest image is larger than this, in bytes.</summary>
    public const int MaxFileLength = 64 << 20;

    private static readonly Lazy<GuestImage> s_copy = new(() => EmbeddedGuest.Load(EmbeddedGuest.CopyFile));

    private static readonly Lazy<GuestImage> s_image = new(() => EmbeddedGuest.Load(EmbeddedGuest.ImageFile));

    internal GuestImage(
        string name, ReadOnlyMemory<byte> content, ulong entryPoint, IReadOnlyList<ProgramSegment> segments, SymbolTable symbols)
    {
        Name = name;
        Content = content;
        EntryPoint = entryPoint;
        Segments = segments;
        Symbols = symbols;
    }

    /// <summary>The copy guest that is shipped with this library.</summary>
    public static GuestImage Copy => s_copy.Value;

    /// <summary>The guest that reads disk images, shipped with this library, too.</summary>
    public static GuestImage Image => s_image.Value;

    /// <summary>What to call it in messages: a file's name.</summary>
    public string Name { get; }

    /// <summary>Guest-physical address of the first instruction.</summary>
    public ulong EntryPoint { get; }

    /// <summary>The whole file.</summary>
    internal ReadOnlyMemory<byte> Content { get; }

    internal IReadOnlyList<ProgramSegment> Segments { get; }

    internal SymbolTable Symbols { get; }

    /// <summary>Reads an image from a file.</summary>
    /// <exception cref="GuestImageException">The file can't be read, isn't a guest image, or is too large.</exception>
    public static GuestImage Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var file = new FileStream(Open(path), FileAccess.Read);
            if (file.Length > MaxFileLength)
            {
                throw new GuestImageException($"'{path}' is too large for a guest image ({file.Length} bytes).");
            }

            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return Parse(bytes, Path.GetFileName(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new GuestImageException($"The guest image '{path}' can't be read: {e.Message}", e);
        }
    }

    /// <summary>By open(2), for a name that isn't UTF-8 has no way through <see cref="File"/>.</summary>
    private static SafeFileHandle Open(string path)
    {
        int descriptor = LibC.open(path, LibC.O_RDONLY | LibC.O_NONBLOCK | LibC.O_CLOEXEC, mode: 0);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new IOException($"{Marshal.GetLastPInvokeErrorMessage()}.");
    }

    /// <summary>Makes an image of bytes in memory, which must not change afterwards.</summary>
    /// <exception cref="GuestImageException">The bytes are no guest image.</exception>
    public static GuestImage Parse(ReadOnlyMemory<byte> bytes, string name) => ElfReader.IsElf(bytes.Span)
        ? ElfReader.Read(bytes, name)
        : ParseFlat(bytes, name);

    private static GuestImage ParseFlat(ReadOnlyMemory<byte> bytes, string name)
    {
        const ulong room = MemoryMap.FlatImageEnd - MemoryMap.ImageBase;
        if (bytes.IsEmpty)
        {
            throw new GuestImageException($"'{name}' is empty, so it isn't a guest image.");
        }

        if ((ulong)bytes.Length > room)
        {
            throw new GuestImageException(
                $"'{name}' is too large for a flat guest image: {bytes.Length} bytes, where {room} fit below the stack. Link it as an ELF64 image.");
        }

        // A flat binary says nothing about rights, so its whole room (where its .bss lies, too) has them all.
        const PageRights all = PageRights.Read | PageRights.Write | PageRights.Execute;
        var segment = new ProgramSegment(MemoryMap.ImageBase, bytes, room, all);
        return new GuestImage(name, bytes, MemoryMap.ImageBase, [segment], SymbolTable.Empty);
    }
}
