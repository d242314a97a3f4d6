using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Airlock.Fuzz.Engine;

/// <summary>What was promised doesn't hold.</summary>
internal sealed class FindingException(string message) : Exception(message)
{
    /// <summary>The message is put together only when it is needed.</summary>
    public static void ThrowUnless(
        [DoesNotReturnIf(false)] bool promise, [InterpolatedStringHandlerArgument(nameof(promise))] Text message)
    {
        if (!promise)
        {
            throw new FindingException(message.ToString());
        }
    }

    public static void ThrowUnless([DoesNotReturnIf(false)] bool promise, string message)
    {
        if (!promise)
        {
            throw new FindingException(message);
        }
    }

    /// <summary>An interpolated string that isn't made while the promise holds.</summary>
    [InterpolatedStringHandler]
    internal ref struct Text
    {
        private DefaultInterpolatedStringHandler _text;

        public Text(int literalLength, int formattedCount, bool promise, out bool isNeeded)
        {
            isNeeded = !promise;
            _text = promise ? default : new DefaultInterpolatedStringHandler(literalLength, formattedCount);
        }

        public void AppendLiteral(string value) => _text.AppendLiteral(value);

        public void AppendFormatted<T>(T value, string? format = null) => _text.AppendFormatted(value, format);

        public override string ToString() => _text.ToStringAndClear();
    }
}
