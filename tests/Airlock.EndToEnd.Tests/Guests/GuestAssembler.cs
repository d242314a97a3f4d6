using System.Buffers.Binary;
using Airlock.Protocol;
using Google.Protobuf;
using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace Airlock.EndToEnd.Tests.Guests;

/// <summary>
/// Assembles guests that share nothing with this project's own but the contract: flat binaries for 0x10000, in plain
/// x86-64 instructions.
/// </summary>
internal sealed class GuestAssembler
{
    /// <summary>Where a flat binary is loaded and entered.</summary>
    public const ulong ImageBase = 0x1_0000;

    private const ushort Com1 = 0x3f8;

    private readonly List<(Label Label, byte[] Bytes)> _data = [];

    /// <summary>The instructions so far; add any.</summary>
    public Assembler Code { get; } = new(64);

    /// <summary>A guest of the given instructions.</summary>
    public static byte[] Assemble(Action<GuestAssembler> write)
    {
        var guest = new GuestAssembler();
        write(guest);
        return guest.ToBinary();
    }

    /// <summary>The contract's frame: length in two bytes, then the message.</summary>
    public static byte[] Frame(GuestMessage message)
    {
        byte[] frame = new byte[sizeof(ushort) + message.CalculateSize()];
        BinaryPrimitives.WriteUInt16LittleEndian(frame, (ushort)(frame.Length - sizeof(ushort)));
        message.WriteTo(frame.AsSpan(sizeof(ushort)));
        return frame;
    }

    public static GuestMessage CompleteMessage(bool success, ulong count = 0) => new()
    {
        Level = Level.Complete,
        Complete = new CompleteMessage { Operation = "test", Count = count, Success = success },
    };

    public static GuestMessage ProgressMessage(ulong current, ulong total) => new()
    {
        Level = Level.Progress,
        Progress = new ProgressMessage { Operation = "test", Current = current, Total = total },
    };

    /// <summary>Sends bytes over COM1, one OUT each. Changes RSI, RCX, RDX and AL.</summary>
    public void Send(params byte[] bytes)
    {
        LoadData(bytes);
        Label again = Code.CreateLabel();
        Code.Label(ref again);
        Code.lodsb();
        Code.@out(dx, al);
        Code.dec(rcx);
        Code.jnz(again);
    }

    public void Send(GuestMessage message) => Send(Frame(message));

    /// <summary>Sends bytes over COM1 with one string instruction.</summary>
    public void SendAsString(byte[] bytes)
    {
        LoadData(bytes);
        Code.rep.outsb();
    }

    public void Complete(bool success = true, ulong count = 0) => Send(CompleteMessage(success, count));

    public void Halt() => Code.hlt();

    /// <summary>The last word is success when none of the checks jumped to their label, else failure.</summary>
    public void CompleteUnless(Action<Label> checks)
    {
        Label failed = Code.CreateLabel();
        checks(failed);
        Complete();
        Halt();
        Code.Label(ref failed);
        Complete(success: false);
        Halt();
    }

    /// <summary>The instructions, again and again.</summary>
    public void Forever(Action<Assembler> write)
    {
        Label again = Code.CreateLabel();
        Code.Label(ref again);
        write(Code);
        Code.jmp(again);
    }

    /// <summary>Writes a word to guest memory or to a device's register. Changes RAX and RBX.</summary>
    public void Store32(ulong address, uint value)
    {
        Code.mov(rbx, address);
        Code.mov(eax, value);
        Code.mov(__dword_ptr[rbx], eax);
    }

    public void Store8(ulong address, byte value)
    {
        Code.mov(rbx, address);
        Code.mov(al, value);
        Code.mov(__byte_ptr[rbx], al);
    }

    public void Store16(ulong address, ushort value)
    {
        Code.mov(rbx, address);
        Code.mov(eax, (uint)value);
        Code.mov(__word_ptr[rbx], ax);
    }

    public void Store64(ulong address, ulong value)
    {
        Code.mov(rbx, address);
        Code.mov(rax, value);
        Code.mov(__qword_ptr[rbx], rax);
    }

    /// <summary>Reads a word for what the reading does. Changes RAX and RBX.</summary>
    public void Load32(ulong address)
    {
        Code.mov(rbx, address);
        Code.mov(eax, __dword_ptr[rbx]);
    }

    /// <summary>Goes on when the word has the value, else jumps to <paramref name="otherwise"/>.</summary>
    public void Expect32(ulong address, uint value, Label otherwise)
    {
        Code.mov(rbx, address);
        Code.mov(eax, __dword_ptr[rbx]);
        Code.cmp(eax, value);
        Code.jne(otherwise);
    }

    /// <summary>The guest so far, with what it sends behind it.</summary>
    public byte[] ToBinary()
    {
        foreach ((Label label, byte[] bytes) in _data)
        {
            Label here = label;
            Code.Label(ref here);
            Code.db(bytes);
        }

        using var stream = new MemoryStream();
        Code.Assemble(new StreamCodeWriter(stream), ImageBase);
        return stream.ToArray();
    }

    private void LoadData(byte[] bytes)
    {
        Label data = Code.CreateLabel();
        _data.Add((data, bytes));
        Code.lea(rsi, __[data]);
        Code.mov(rcx, (ulong)bytes.Length);
        Code.mov(edx, (uint)Com1);
    }
}
