using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using Airlock.Guest.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Airlock.Protocol.Tests;

/// <summary>What the generator of the guest's codec says about .proto files.</summary>
public class GeneratorTests
{
    private const string Head = "syntax = \"proto3\"; package p;\n";

    [Theory]
    [InlineData("message M { string s = 1; }", "ALP003", "s")]
    [InlineData("message M { string s = 1; // max_bytes: 0\n}", "ALP003", "s")]
    [InlineData("message M { string s = 1; // max_bytes: 4097\n}", "ALP003", "s")]
    [InlineData("message M { string s = 1; // max_count: 3\n}", "ALP003", "s")]
    [InlineData("message A {} message M { repeated A a = 1; }", "ALP003", "a")]
    [InlineData("message M { int32 i = 1; }", "ALP002", "int32")]
    [InlineData("message M { bytes b = 1; }", "ALP003", "b")]
    [InlineData("message M { repeated uint32 r = 1; // max_count: 3\n}", "ALP002", "r")]
    [InlineData("message M { oneof o { uint32 u = 1; } }", "ALP002", "u")]
    [InlineData("message M { repeated string r = 1; // max_count: 3\n}", "ALP003", "r")]
    [InlineData("message M { repeated string r = 1; // max_bytes: 3\n}", "ALP003", "r")]
    [InlineData("message M { repeated string r = 1; // max_count: 65, max_bytes: 3\n}", "ALP003", "r")]
    [InlineData("message M { map<string, string> m = 1; }", "ALP002", "map")]
    [InlineData("message M { optional bool b = 1; }", "ALP002", "optional")]
    [InlineData("message M { message Inner {} }", "ALP002", "message")]
    [InlineData("message M { bool b = 1 [deprecated = true]; }", "ALP002", "[")]
    [InlineData("import \"other.proto\";", "ALP002", "import")]
    [InlineData("service S {}", "ALP002", "service")]
    [InlineData("enum E { A = 0; B = -1; }", "ALP002", "-")]
    [InlineData("message M { oneof o { Missing m = 1; } }", "ALP004", "m")]
    [InlineData("message M { bool a = 1; bool b = 1; }", "ALP005", "b")]
    [InlineData("message M { bool a = 1; bool a = 2; }", "ALP005", "a")]
    [InlineData("message M { bool a_b = 1; bool aB = 2; }", "ALP005", "aB")]
    [InlineData("message M { bool a = 0; }", "ALP005", "a")]
    [InlineData("message M { bool a = 536870912; }", "ALP005", "a")]
    [InlineData("message M { bool a = 19500; }", "ALP005", "a")]
    [InlineData("message M { reserved 2, 4 to 6; bool a = 5; }", "ALP005", "a")]
    [InlineData("message M { reserved 9 to max; bool a = 10; }", "ALP005", "a")]
    [InlineData("message M { reserved \"a\"; bool a = 5; }", "ALP005", "a")]
    [InlineData("enum E { A = 1; }", "ALP005", "E")]
    [InlineData("enum E { A = 0; B = 0; }", "ALP005", "B")]
    [InlineData("message M {} message M {}", "ALP005", "M")]
    [InlineData("message M { oneof o { M m = 1; } }", "ALP006", "M")]
    [InlineData("message M { bool a = 1 }", "ALP001", "}")]
    [InlineData("message M { bool = 1; }", "ALP001", "=")]
    [InlineData("message M { bool a = x; }", "ALP001", "x")]
    [InlineData("message M {", "ALP001", "")]
    [InlineData("message M { reserved \"a; }", "ALP001", "\"a; }")]
    [InlineData("nonsense", "ALP001", "nonsense")]
    public void What_the_codec_does_not_have_is_said_where_it_stands(string declaration, string id, string at)
    {
        string proto = Head + declaration;
        GeneratorDriverRunResult result = Run(proto);
        Diagnostic diagnostic = result.Diagnostics.First();
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal("test0.proto", diagnostic.Location.GetLineSpan().Path);
        Assert.Equal(at, proto.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
        Assert.Empty(result.GeneratedTrees);
    }

    [Fact]
    public void Other_versions_of_the_language_are_refused()
    {
        Assert.Equal("ALP002", Assert.Single(Run("syntax = \"proto2\";").Diagnostics).Id);
        Assert.Equal("ALP001", Assert.Single(Run("message M {}").Diagnostics).Id);
    }

    [Fact]
    public void Messages_that_contain_each_other_are_refused()
    {
        GeneratorDriverRunResult result = Run(
            Head + """
            message A { oneof o { B b = 1; } }
            message B { oneof o { A a = 1; } }
            message C { oneof o { A a = 1; } }
            """);
        Assert.Equal(["ALP006", "ALP006"], result.Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public void A_second_file_is_refused()
    {
        Assert.Equal("ALP007", Assert.Single(Run(Head, Head).Diagnostics).Id);
    }

    [Fact]
    public void A_project_without_a_proto_file_gets_nothing()
    {
        GeneratorDriverRunResult result = Run();
        Assert.Empty(result.Diagnostics);
        Assert.Empty(result.GeneratedTrees);
    }

    [Fact]
    public void The_output_depends_on_nothing_but_the_file()
    {
        string proto = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "guest.proto"));
        string[] first = [.. Run(proto).GeneratedTrees.Select(tree => tree.ToString())];
        Assert.NotEmpty(first);
        Assert.Equal(first, Run(proto).GeneratedTrees.Select(tree => tree.ToString()));
        Assert.Equal(first, Run(proto.Replace("\n", "\r\n", StringComparison.Ordinal)).GeneratedTrees
            .Select(tree => tree.ToString()));
    }

    [Fact]
    public void Comments_become_documentation()
    {
        string[] sources = [.. Run(Head + """
            // Far away.

            // One line with `code` & <more>.
            message M {
              bool a = 1;  // behind
              // above
              string s = 2;  // max_bytes: 7, not this
            }
            """).GeneratedTrees.Select(tree => tree.ToString())];
        string source = sources[0];
        Assert.Contains("/// One line with <c>code</c> &amp; &lt;more&gt;.", source, StringComparison.Ordinal);
        Assert.Contains("/// behind", source, StringComparison.Ordinal);
        Assert.Contains("/// above", source, StringComparison.Ordinal);
        Assert.Contains("FixedString7 S;", source, StringComparison.Ordinal);
        Assert.DoesNotContain("Far away", source, StringComparison.Ordinal);
        Assert.DoesNotContain("not this", source, StringComparison.Ordinal);
    }

    private static GeneratorDriverRunResult Run(params string[] protos)
    {
        ImmutableArray<AdditionalText> files =
            [.. protos.Select((proto, i) => new ProtoText($"test{i}.proto", proto))];
        GeneratorDriver driver = CSharpGeneratorDriver.Create(new MessageGenerator()).AddAdditionalTexts(files);
        return driver.RunGenerators(CSharpCompilation.Create("test")).GetRunResult();
    }

    private sealed class ProtoText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
