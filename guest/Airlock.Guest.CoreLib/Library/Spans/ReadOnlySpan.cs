using System.Runtime.CompilerServices;

namespace System;

/// <summary>A readable stretch of memory with its length; each access is checked, and a panic if it is outside.</summary>
/// <typeparam name="T">The type of an element, without object references.</typeparam>
[Intrinsic]
public readonly ref struct ReadOnlySpan<T>
{
    // The compiler's expansion of the indexer takes the fields in this order.
    internal readonly ref T _reference;
    private readonly int _length;

    /// <summary>Over a single element.</summary>
    public ReadOnlySpan(ref readonly T reference)
        : this(in reference, 1)
    {
    }

    /// <summary>Over memory that the caller vouches for.</summary>
    /// <param name="pointer">The first element.</param>
    /// <param name="length">The number of elements; a panic if negative.</param>
    public unsafe ReadOnlySpan(void* pointer, int length)
    {
        // SAFETY: the caller promises that so many elements lie there, as in .NET.
        ThrowHelper.RequireNotNegative(length);
        _reference = ref Unsafe.AsRef<T>(pointer);
        _length = length;
    }

    /// <summary>Over an array, or over nothing if it is null.</summary>
    public ReadOnlySpan(T[]? array)
    {
        if (array is null)
        {
            this = default;
            return;
        }

        _reference = ref Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array);
        _length = array.Length;
    }

    /// <summary>Over a part of an array. The C# compiler asks for it, for u8 literals.</summary>
    public ReadOnlySpan(T[]? array, int start, int length)
    {
        this = new ReadOnlySpan<T>(array).Slice(start, length);
    }

    // The caller knows that so many elements lie there.
    internal ReadOnlySpan(in T reference, int length)
    {
        _reference = ref Unsafe.AsRef(in reference);
        _length = length;
    }

    /// <summary>A span of nothing.</summary>
    public static ReadOnlySpan<T> Empty => default;

    /// <summary>The number of elements.</summary>
    public int Length
    {
        [Intrinsic]
        get => _length;
    }

    /// <summary>Whether there are no elements.</summary>
    public bool IsEmpty => _length == 0;

    private nuint ByteLength => (nuint)(uint)_length * (nuint)Unsafe.SizeOf<T>();

    /// <summary>An element; a panic if there is no such one.</summary>
    public ref readonly T this[int index]
    {
        [Intrinsic]
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)_length)
            {
                Environment.Panic(PanicCode.IndexOutOfRange);
            }

            return ref Unsafe.Add(ref _reference, index);
        }
    }

    /// <summary>From <paramref name="start"/> to the end; a panic if it starts outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Slice(int start)
    {
        if ((uint)start > (uint)_length)
        {
            Environment.Panic(PanicCode.ArgumentOutOfRange);
        }

        return new ReadOnlySpan<T>(in Unsafe.Add(ref _reference, start), _length - start);
    }

    /// <summary>A part; a panic if it isn't one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Slice(int start, int length)
    {
        // As 64-bit numbers the sum can't wrap.
        if ((ulong)(uint)start + (uint)length > (uint)_length)
        {
            Environment.Panic(PanicCode.ArgumentOutOfRange);
        }

        return new ReadOnlySpan<T>(in Unsafe.Add(ref _reference, start), length);
    }

    /// <summary>Copies all elements, also between overlapping spans; a panic if there is no room.</summary>
    public void CopyTo(Span<T> destination)
    {
        if (!TryCopyTo(destination))
        {
            Environment.Panic(PanicCode.ArgumentOutOfRange);
        }
    }

    /// <summary>Copies all elements, also between overlapping spans; false if there is no room.</summary>
    public bool TryCopyTo(Span<T> destination)
    {
        if ((uint)_length > (uint)destination.Length)
        {
            return false;
        }

        SpanHelpers.Memmove(
            ref Unsafe.As<T, byte>(ref destination._reference),
            ref Unsafe.As<T, byte>(ref _reference),
            ByteLength);
        return true;
    }

    /// <summary>An array's elements.</summary>
    public static implicit operator ReadOnlySpan<T>(T[]? array) => new(array);

    /// <summary>For <c>fixed</c>: the first element, or a null reference.</summary>
    public ref readonly T GetPinnableReference()
    {
        if (_length == 0)
        {
            return ref Unsafe.NullRef<T>();
        }

        return ref _reference;
    }

    /// <summary>For <c>foreach</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Walks over the elements.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<T> _span;
        private int _index;

        internal Enumerator(ReadOnlySpan<T> span)
        {
            _span = span;
            _index = -1;
        }

        /// <summary>The element it is at.</summary>
        public readonly ref readonly T Current => ref _span[_index];

        /// <summary>On to the next element; false at the end.</summary>
        public bool MoveNext()
        {
            int next = _index + 1;
            if (next >= _span.Length)
            {
                return false;
            }

            _index = next;
            return true;
        }
    }
}
