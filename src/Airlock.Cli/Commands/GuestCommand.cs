using System.CommandLine;

namespace Airlock.Cli.Commands;

/// <summary><c>airlock guest path NAME</c>: where the guest binaries of this build lie.</summary>
internal static class GuestCommand
{
    private static readonly string[] s_names = ["copy", "image"];

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The guest's name." };
        name.AcceptOnlyFromAmong(s_names);
        var elf = new Option<bool>("--elf") { Description = "The ELF image (page rights, symbols) rather than the flat binary, if there is one." };
        var path = new Command("path", "Prints where the named guest binary of this build lies.") { name, elf };
        path.SetAction(parsed => (int)PrintPath(parsed.GetRequiredValue(name), parsed.GetValue(elf)));
        return new Command("guest", "Tells about the guests shipped with this program.") { path };
    }

    private static ExitCode PrintPath(string name, bool elf)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "guests"), flat = Path.Combine(folder, name + ".bin");
        string path = elf || !File.Exists(flat) ? Path.Combine(folder, name + ".elf") : flat;
        if (!File.Exists(path))
        {
            Diagnostics.Say($"The guest binary '{path}' is missing: keep the folder 'guests' beside the program.");
            return ExitCode.OperationFailed;
        }

        StandardStreams.Output.WriteLine(path);
        return ExitCode.Success;
    }
}
