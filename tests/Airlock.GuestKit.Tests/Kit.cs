using System.Reflection;

namespace Airlock.GuestKit.Tests;

/// <summary>Where things lie.</summary>
internal static class Kit
{
    public static string Directory { get; } = typeof(Kit).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "KitDirectory").Value!;

    /// <summary>An image of a guest that was built along with these tests.</summary>
    public static byte[] Image(string fileName) => File.ReadAllBytes(PathOf(fileName));

    /// <summary>Whether the guest's build made such an image.</summary>
    public static bool HasImage(string fileName) => File.Exists(PathOf(fileName));

    private static string PathOf(string fileName) => Path.Combine(AppContext.BaseDirectory, "images", fileName);
}
