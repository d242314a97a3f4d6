namespace Airlock.Vmm.Images;

/// <summary>Guests that are shipped inside this assembly.</summary>
internal static class EmbeddedGuest
{
    /// <summary>The copy guest, as its file is called.</summary>
    public const string CopyFile = "copy.elf";

    /// <summary>The guest that reads disk images.</summary>
    public const string ImageFile = "image.elf";

    public static GuestImage Load(string file)
    {
        using Stream stream = typeof(EmbeddedGuest).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The assembly was built without the guest '{file}'.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return GuestImage.Parse(bytes, file);
    }
}
