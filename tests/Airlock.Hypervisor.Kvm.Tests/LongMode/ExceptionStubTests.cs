using Airlock.Hypervisor.Kvm.LongMode;
using Iced.Intel;

namespace Airlock.Hypervisor.Kvm.Tests.LongMode;

/// <summary>The only code that ever runs in ring 0, disassembled.</summary>
public class ExceptionStubTests
{
    private const ulong ExceptionPage = 0xd000;
    private const int PageLength = 0x1000;
    private const int Stride = 8;

    private readonly byte[] _page;

    public ExceptionStubTests()
    {
        var area = new BootArea();
        ExceptionStubs.Write(area);
        _page = area.At(ExceptionPage, PageLength).ToArray();
    }

    public static TheoryData<int> Vectors => [.. Enumerable.Range(0, 32)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_stub_reports_its_vector_and_halts(int vector)
    {
        ulong address = ExceptionStubs.AddressOf(vector);
        Assert.Equal(ExceptionPage + (ulong)(vector * Stride), address);
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(_page, vector * Stride, Stride), address);

        Instruction move = decoder.Decode(), report = decoder.Decode(), halt = decoder.Decode();
        Assert.Equal(Code.Mov_r8_imm8, move.Code);
        Assert.Equal(Register.AL, move.Op0Register);
        Assert.Equal(vector, move.Immediate8);
        Assert.Equal(Code.Out_imm8_AL, report.Code);
        Assert.Equal(0xee, report.Immediate8);
        Assert.Equal(Code.Hlt, halt.Code);
    }

    [Fact]
    public void The_page_holds_nothing_else()
    {
        const int stubLength = 5;
        for (int i = 0; i < PageLength; i++)
        {
            bool isStub = i < 32 * Stride && i % Stride < stubLength;
            Assert.True(isStub || _page[i] == 0, $"There is 0x{_page[i]:x} at offset 0x{i:x}.");
        }
    }
}
