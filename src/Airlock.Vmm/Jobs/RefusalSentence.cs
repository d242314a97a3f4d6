using System.Globalization;
using System.Text;
using Airlock.Protocol;

namespace Airlock.Vmm.Jobs;

/// <summary>A refusal as a sentence for a person: class, field, value and place.</summary>
public static class RefusalSentence
{
    /// <summary>What to do is in it where there is something. Such as "The image is refused (TOO_LARGE): qcow2, l1_size at offset 36 is 1073741824, at most 4194304."</summary>
    /// <remarks>Strings of the guest are in it as they came: escape them before they reach a terminal or a log.</remarks>
    public static string Of(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        string which = refusal.Device.Length > 0 ? $"{refusal.Device} image" : "image";
        return $"The {which} is refused {Describe(refusal)}.{AdviceFor(refusal.Reason)}";
    }

    /// <summary>The same without its beginning and end: "(TOO_LARGE): qcow2, ...".</summary>
    public static string Describe(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        var text = new StringBuilder();
        string name = RefusalNames.Of(refusal.Reason);
        text.Append(CultureInfo.InvariantCulture, $"({(name.Length > 0 ? name : $"class {(int)refusal.Reason}")})");
        text.Append(refusal.Format.Length > 0 ? $": {refusal.Format}" : string.Empty);
        if (refusal.Field.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $", {refusal.Field}{PlaceAndValue(refusal)}");
        }

        return refusal.Text.Length > 0 ? text.Append(": ").Append(refusal.Text.TrimEnd('.')).ToString() : text.ToString();
    }

    private static string AdviceFor(RefusalClass reason) => reason switch
    {
        RefusalClass.RefusalUnknown => " If it is a raw disk, say so (--format raw).",
        RefusalClass.RefusalAmbiguous => " Say which one it is (--format).",
        RefusalClass.RefusalCorrupt => " To take it all the same, say --accept corrupt.",
        _ => string.Empty,
    };

    /// <summary>Nothing where all are 0: then it is about the image as a whole.</summary>
    private static string PlaceAndValue(Refusal refusal)
    {
        if ((refusal.Offset | refusal.Value | refusal.Limit) == 0)
        {
            return string.Empty;
        }

        string limit = refusal.Limit == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", where the limit is {refusal.Limit}");
        return string.Create(CultureInfo.InvariantCulture, $" at offset {refusal.Offset} is {refusal.Value}{limit}");
    }
}
