using Airlock.Guest.Messages;
using Airlock.Testing.Formats;

namespace Airlock.Guest.Formats.Tests;

/// <summary>Images whose headers are sound, as far as their tables go.</summary>
internal static class Mapped
{
    /// <summary>One that nothing is wrong with, so far.</summary>
    public static InspectedImage Sound(string format, byte[] file)
    {
        InspectedImage image = InspectedImage.Of(file);
        Assert.Equal((format, RefusalClass.RefusalNone), (image.Format, image.Reason));
        return image;
    }

    /// <summary>One that is refused when its tables are followed.</summary>
    public static InspectedImage Refused(string format, byte[] file, RefusalClass reason, string field)
    {
        InspectedImage image = Sound(format, file);
        image.Walk();
        Assert.Equal((reason, field), (image.Reason, image.Field));
        return image;
    }
}
