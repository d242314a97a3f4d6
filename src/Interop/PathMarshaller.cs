using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace Airlock.Interop;

/// <summary>Hands a name to libc with the bytes that <see cref="PathBytes"/> makes of it.</summary>
[CustomMarshaller(typeof(string), MarshalMode.ManagedToUnmanagedIn, typeof(PathMarshaller))]
internal static unsafe class PathMarshaller
{
    /// <exception cref="ArgumentException">No file has such a name.</exception>
    public static byte* ConvertToUnmanaged(string path)
    {
        byte[] bytes = PathBytes.Encode(path);

        // SAFETY: as many bytes as are copied into them; Free is called by the generated code in any case.
        byte* unmanaged = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
        bytes.CopyTo(new Span<byte>(unmanaged, bytes.Length));
        return unmanaged;
    }

    public static void Free(byte* unmanaged) => NativeMemory.Free(unmanaged);
}
