namespace Airlock.Vmm.Images;

/// <summary>Guests that are shipped inside this assembly.</summary>
internal static class EmbeddedGuest
{
    public static GuestImage Load(string name)
    {
        string resource = name + ".elf";
        using Stream stream = typeof(EmbeddedGuest).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly was built without the guest '{name}'.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return GuestImage.Parse(bytes, resource);
    }
}
