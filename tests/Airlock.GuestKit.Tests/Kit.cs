using System.Reflection;

namespace Airlock.GuestKit.Tests;

/// <summary>Where things lie.</summary>
internal static class Kit
{
    public static string Directory { get; } = typeof(Kit).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "KitDirectory").Value!;

    /// <summary>An image of a guest that was built along with these tests.</summary>
    public static byte[] Image(string fileName) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "images", fileName));
}
