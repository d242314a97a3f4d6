using Airlock.Guest.Messages;
using Airlock.Testing.Formats;
using Airlock.Testing.Formats.Images;
using FsCheck.Xunit;

namespace Airlock.Guest.Formats.Tests;

/// <summary>Random valid images: what lies where is what the builder has put there.</summary>
public class Qcow2MappingProperties
{
    [Property(MaxTest = 300)]
    public void The_mapping_is_the_builders(int seed)
    {
        var random = new Random(seed);
        var model = new Qcow2Model(random);
        byte[] file = model.Build();
        InspectedImage image = InspectedImage.Of(file);
        Assert.Equal((FormatStatus.Answered, RefusalClass.RefusalNone), (image.Status, image.Reason));
        Assert.Equal(model.Size, image.Info.VirtualSize);

        ulong end = 0;
        foreach (Extent extent in image.Walk())
        {
            Assert.Equal(end, extent.Start);
            end += extent.Length;
            model.Check(extent, file);
        }

        Assert.Equal(RefusalClass.RefusalNone, image.Reason);
        Assert.Equal(model.Size, end);
        for (int i = 0; i < 20 && model.Size > 0; i++)
        {
            ulong offset = (ulong)random.NextInt64((long)model.Size);
            Assert.Equal(FormatStatus.Answered, image.Find(offset, out Extent extent));
            model.Check(extent, file);
        }
    }

    [Property(MaxTest = 50)]
    public void A_device_that_fails_is_told(int seed)
    {
        byte[] file = new Qcow2Model(new Random(seed)).Build();
        InspectedImage sound = InspectedImage.Of(file);
        int inspecting = sound.Use.Reads;
        sound.Walk();
        for (int i = 0; i < sound.Use.Reads; i++)
        {
            InspectedImage image = InspectedImage.Of(file, failingRead: i);
            Assert.Equal(i < inspecting ? FormatStatus.ReadFailed : FormatStatus.Answered, image.Status);
            long mapped = image.Walk().Sum(extent => (long)extent.Length);
            Assert.True(i < inspecting || mapped < (long)sound.Info.VirtualSize);
        }
    }
}
