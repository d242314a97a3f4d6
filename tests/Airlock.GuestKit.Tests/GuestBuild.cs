using System.Diagnostics;

namespace Airlock.GuestKit.Tests;

/// <summary>Builds guest projects outside the repository, as somebody else would. All share what the kit itself builds.</summary>
public sealed class GuestBuild : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("airlock-kit-");

    /// <summary>Runs <c>dotnet build</c> on a project of the given files; standard output is what it said.</summary>
    internal (int ExitCode, string Output) Run(string name, params (string FileName, string Source)[] files)
    {
        string project = _directory.CreateSubdirectory(name).FullName;
        File.WriteAllText(
            Path.Combine(project, name + ".csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{Kit.Directory}Airlock.Guest.Kit.props" />
              <PropertyGroup>
                <UseArtifactsOutput>true</UseArtifactsOutput>
              </PropertyGroup>
            </Project>
            """);
        foreach ((string fileName, string source) in files)
        {
            File.WriteAllText(Path.Combine(project, fileName), source);
        }

        return Build(project);
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Delete(recursive: true);

    private (int ExitCode, string Output) Build(string project)
    {
        string artifacts = Path.Combine(_directory.FullName, "artifacts");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "build", project, "-m:1", "-nodeReuse:false", "-nologo", "-clp:NoSummary",
                $"-p:ArtifactsPath={artifacts}", "-p:UseSharedCompilation=false",
            },
            RedirectStandardOutput = true,
        };

        // What the test run's own MSBuild left behind is not for a fresh one.
        foreach (string variable in start.Environment.Keys.Where(IsOfMSBuild).ToArray())
        {
            start.Environment.Remove(variable);
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static bool IsOfMSBuild(string variable) => variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase);
}
