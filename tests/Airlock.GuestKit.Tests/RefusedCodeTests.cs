namespace Airlock.GuestKit.Tests;

/// <summary>What cannot work on bare metal must not build, and the message must say why.</summary>
public sealed class RefusedCodeTests(GuestBuild build) : IClassFixture<GuestBuild>
{
    // Found in the source, so that one build finds them all. The second text is part of the message.
    private static readonly (string Name, string Message, string Members, string Statements)[] s_inSource =
    [
        ("NewClass", "AIRLOCK1001: 'new C' needs a heap", "class C { public int X; }", "Use(new C().X);"),
        ("NewArray", "AIRLOCK1001: 'new int[]' needs a heap", "", "var a = new int[number]; Use(a[0]);"),
        ("ArrayField", "AIRLOCK1001: 'new int[]' needs a heap", "static readonly int[] s_a = { 1, 2 };", "Use(s_a[number]);"),
        ("ParamsArray", "AIRLOCK1001: 'new int[]' needs a heap", "static void P(params int[] x) => Use(x[0]);", "P(1, 2);"),
        ("BoxedNumber", "AIRLOCK1002: 'int' is boxed", "", "object o = number; Use(o is null ? 1 : 0);"),
        ("BoxedStruct", "AIRLOCK1002: 'S' is boxed", "interface I { int F(); } struct S : I { public int F() => 3; }", "I i = new S(); Use(i.F());"),
        ("BoxedThis", "AIRLOCK1002: 'S' is boxed", "struct S { public int X; }", "var s = new S(); Use(s.GetHashCode());"),
        ("CapturingLambda", "AIRLOCK1003: A delegate or lambda needs a heap", "delegate int D();", "D f = () => number; Use(f());"),
        ("StaticLambda", "AIRLOCK1003: A delegate or lambda needs a heap", "delegate int D();", "D f = static () => 3; Use(f());"),
        ("MethodGroup", "AIRLOCK1003: A delegate or lambda needs a heap", "delegate void D(int x);", "D f = Use; f(3);"),
        ("FuncOfT", "'Func<>' does not exist", "", "System.Func<int> f = () => number; Use(f());"),
        ("Throw", "AIRLOCK1004: Nothing can be thrown or caught", "", "throw new System.Exception();"),
        ("Catch", "AIRLOCK1004: Nothing can be thrown or caught", "", "try { Use(1); } catch { Use(2); }"),
        ("Concatenation", "AIRLOCK1005: A new string needs a heap", "", "string s = \"a\" + number; Use(s.Length);"),
        ("Interpolation", "AIRLOCK1005: A new string needs a heap", "", "string s = $\"a{number}\"; Use(s.Length);"),
        ("Async", "AIRLOCK1006: 'F' is async", "", "async System.Threading.Tasks.Task F() { await F(); } F();"),
        ("Lock", "Missing compiler required member 'System.Threading.Monitor.Enter'", "static object s_o;", "lock (s_o) { }"),
        ("TypeOf", "Missing compiler required member 'System.Type.GetTypeFromHandle'", "", "Use(typeof(int) is null ? 1 : 0);"),
        ("Decimals", "Predefined type 'System.Decimal' is not defined", "", "decimal d = 3; Use((int)d);"),
    ];

    [Fact]
    public void Code_that_needs_a_heap_or_a_runtime_is_refused_where_it_stands()
    {
        (string, string)[] files =
            [.. s_inSource.Select(s => (s.Name + ".cs", Snippets.Code(s.Name, s.Members, s.Statements)))];

        (int exitCode, string output) = build.Run("InSource", files);

        Assert.NotEqual(0, exitCode);
        string[] lines = output.Split('\n');
        Assert.All(
            s_inSource,
            s => Assert.Contains(
                lines,
                line => line.Contains(s.Name + ".cs(", StringComparison.Ordinal)
                    && line.Contains("error", StringComparison.Ordinal)
                    && line.Contains(s.Message, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(
        "StaticConstructor",
        "AIRLOCK0003: A static constructor or initializer",
        "static int s_v = Side(); static int Side() { BareMetal.WritePort8(1, 2); return 3; }",
        "Use(s_v);")]
    [InlineData(
        "InterfaceCall",
        "AIRLOCK0001: This cannot work on bare metal: a method is called through an interface",
        "interface I { int F(); } static I s_i;",
        "Use(s_i.F());")]
    [InlineData(
        "SilencedAnalyzer",
        "AIRLOCK0001: This cannot work on bare metal: an object",
        "class C { public int X; }",
        "#pragma warning disable AIRLOCK1001\n Use(new C().X);")]
    [InlineData(
        "LargeStatics",
        "the image does not fit",
        "[InlineArray(0x10000)] struct Large { byte _b; } static Large s_l;",
        "s_l[number] = 3; Use(s_l[1]);")]
    public void What_only_the_later_steps_can_see_is_refused_too(
        string name, string message, string members, string statements)
    {
        (int exitCode, string output) = build.Run(
            name,
            (name + ".cs", "#nullable disable\n" + Snippets.Code(name, members, statements)),
            ("Program.cs", Snippets.EntryPoint(name)));

        Assert.NotEqual(0, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_without_entry_point_is_told_how_to_get_one()
    {
        (int exitCode, string output) = build.Run("NoEntryPoint", ("Nothing.cs", Snippets.Code("Nothing", "", "")));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("[UnmanagedCallersOnly(EntryPoint = \"airlock_main\")]", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_profile_that_there_is_not_is_told_which_there_are()
    {
        (int exitCode, string output) = build.Run(
            "WrongProfile",
            ("Directory.Build.props", "<Project><PropertyGroup><AirlockProfile>huge</AirlockProfile></PropertyGroup></Project>"),
            ("Program.cs", Snippets.EntryPoint("WrongProfile")));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("AIRLOCK0102: AirlockProfile is 'huge'; it can be flat or large.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_language_can_do_without_a_heap_builds()
    {
        (int exitCode, string output) = build.Run(
            "Allowed",
            ("Allowed.cs", AllowedCode.Source),
            ("Program.cs", Snippets.EntryPoint("Allowed")));

        Assert.True(exitCode == 0, output);
    }
}
