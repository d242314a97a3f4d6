using Airlock.Hypervisor.Process.Instructions;
using FsCheck.Xunit;

namespace Airlock.Hypervisor.Process.Tests.Instructions;

/// <summary>The decoder and Iced's agree on each instruction that is known, and on which those are.</summary>
public class DecoderTests
{
    private static readonly byte[][] s_prefixes =
    [
        [], [0x66], [0x67], [0xf2], [0xf3], [0xf0], [0x2e], [0x36], [0x64], [0x65], [0x66, 0x66], [0x66, 0x67],
        [0x66, 0xf3], [0xf3, 0x66], [0x66, 0xf2], [0xf2, 0x67], [0xf2, 0xf3], [0xf3, 0xf2], [0x64, 0x2e], [0x65, 0x64],
        [0x64, 0x67], [0x48, 0x66], [0x4f, 0x2e], [0xf0, 0xf3],
    ];

    private static readonly byte[][] s_rexes =
        [[], [0x40], [0x41], [0x42], [0x44], [0x48], [0x4c], [0x4f], [0x48, 0x40], [0x44, 0x48]];

    private static readonly byte[][] s_escapes = [[], [0x0f], [0x0f, 0x38], [0x0f, 0x3a]];

    private readonly IcedJudge _judge = new();
    private UserRegisters _registers;
    private int _cases;

    [Fact]
    public void Every_opcode_with_every_prefix_is_what_Iced_says()
    {
        var random = new Random(1);
        foreach (byte[] prefix in s_prefixes)
        {
            foreach (byte[] rex in s_rexes)
            {
                foreach (byte[] escape in s_escapes)
                {
                    byte[] start = [.. prefix, .. rex, .. escape];
                    CheckOpcodes(start, modRmStep: start.Length < 2 ? 1 : 13, random);
                }
            }
        }
    }

    [Fact]
    public void Every_address_form_is_what_Iced_says()
    {
        var random = new Random(2);
        foreach (byte[] prefix in (byte[][])[[], [0x67], [0x65], [0x67, 0x64]])
        {
            for (int i = random.Next(3); i < 0x8_0000; i += 3)
            {
                byte rex = (byte)(0x40 + (i >> 16));
                Check([.. prefix, rex, 0x8b, (byte)(i >> 8), (byte)i], random);
            }
        }
    }

    [Property(MaxTest = 2000)]
    public void Any_bytes_are_what_Iced_says(byte[] bytes, int seed)
    {
        UserRegisters registers = RandomRegisters.Next(new Random(seed));
        ReadOnlySpan<byte> code = bytes.AsSpan(0, Math.Min(bytes.Length, CodeReader.MaxLength));
        AssertAgreement(code, ref registers);
    }

    [Fact]
    public void Random_bytes_are_what_Iced_says()
    {
        var random = new Random(3);
        byte[] code = new byte[CodeReader.MaxLength];
        for (int i = 0; i < 200_000; i++)
        {
            random.NextBytes(code);
            UserRegisters registers = RandomRegisters.Next(random);
            AssertAgreement(code.AsSpan(0, random.Next(1, code.Length + 1)), ref registers);
        }
    }

    [Fact]
    public void An_instruction_cut_short_is_unknown()
    {
        byte[] code = [0x67, 0x66, 0x41, 0x81, 0x84, 0x4b, 1, 2, 3, 4, 5, 6]; // add word [r11d+ecx*2+...], ...
        Assert.True(InstructionDecoder.TryDecode(code, out Airlock.Hypervisor.Process.Instructions.Instruction whole));
        Assert.Equal(code.Length, whole.Length);
        Assert.All(
            Enumerable.Range(0, code.Length),
            length => Assert.False(InstructionDecoder.TryDecode(code.AsSpan(0, length), out _)));
    }

    [Fact]
    public void An_instruction_of_more_than_15_bytes_is_unknown()
    {
        byte[] code = [.. Enumerable.Repeat((byte)0x2e, 13), 0x8b, 0x03]; // mov eax, [rbx]
        Assert.True(InstructionDecoder.TryDecode(code, out _));
        Assert.False(InstructionDecoder.TryDecode([0x2e, .. code], out _));
    }

    private void CheckOpcodes(byte[] start, int modRmStep, Random random)
    {
        for (int opcode = 0; opcode < 0x100; opcode++)
        {
            for (int modRm = random.Next(modRmStep); modRm < 0x100; modRm += modRmStep)
            {
                Check([.. start, (byte)opcode, (byte)modRm, (byte)random.Next()], random);
            }
        }
    }

    private void Check(ReadOnlySpan<byte> start, Random random)
    {
        Span<byte> code = stackalloc byte[CodeReader.MaxLength];
        random.NextBytes(code);
        start.CopyTo(code);
        _registers = _cases++ % 64 == 0 ? RandomRegisters.Next(random) : _registers;
        AssertAgreement(code, ref _registers);
    }

    private void AssertAgreement(ReadOnlySpan<byte> code, ref UserRegisters registers)
    {
        string? complaint = _judge.Complaint(code, ref registers);
        Assert.True(complaint is null, complaint);
    }
}
