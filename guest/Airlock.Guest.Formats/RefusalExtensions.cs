using System;
using Airlock.Guest.Messages;

namespace Airlock.Guest.Formats;

/// <summary>Writes refusals down.</summary>
public static class RefusalExtensions
{
    /// <summary>Sets a refusal, without a text.</summary>
    public static void Set(
        ref this Refusal refusal,
        RefusalClass reason,
        ReadOnlySpan<byte> format,
        ReadOnlySpan<byte> field,
        in FieldValue value)
    {
        refusal.Reason = reason;
        refusal.Format.TrySet(format);
        refusal.Field.TrySet(field);
        refusal.Value = value.Value;
        refusal.Limit = value.Limit;
        refusal.Offset = value.Offset;
        refusal.Text = default;
    }
}
