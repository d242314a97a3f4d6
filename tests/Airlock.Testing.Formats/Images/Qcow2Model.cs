using System;
using System.Collections.Generic;
using Airlock.Guest.Formats;

namespace Airlock.Testing.Formats.Images;

/// <summary>A random valid qcow2 image, and what lies in each part of its virtual disk.</summary>
public sealed class Qcow2Model
{
    private const byte Marker = 0x5a;

    private readonly Random _random;
    private readonly Qcow2Builder _builder;
    private readonly Dictionary<ulong, ExtentKind> _units = []; // those that aren't holes
    private byte _next = Marker;
    private readonly Dictionary<ulong, byte> _firstBytes = []; // of units with data, and compressed clusters

    /// <param name="random">Decides.</param>
    public Qcow2Model(Random random)
    {
        _random = random;
        bool isExtended = random.Next(3) == 0;
        uint version = isExtended ? 3u : (uint)random.Next(2, 4);
        _builder = new Qcow2Builder
        {
            Version = version,
            IsExtended = isExtended,
            ClusterBits = isExtended ? random.Next(14, 16) : random.Next(9, 17),
            CompressionType = version == 3 ? (byte)random.Next(2) : (byte)0,
        };
        ulong clusters = (ulong)random.Next(1, 300);
        _builder.Size = (clusters * _builder.ClusterSize) - (ulong)random.Next((int)_builder.ClusterSize);
        for (int i = random.Next(20); i > 0; i--)
        {
            AddRun((ulong)random.NextInt64((long)clusters), clusters);
        }
    }

    /// <summary>Bytes of the virtual disk.</summary>
    public ulong Size => _builder.Size;

    /// <summary>The image.</summary>
    public byte[] Build() => _builder.Build();

    /// <summary>Whether an extent is what was put there, all of it.</summary>
    public void Check(in Extent extent, byte[] file)
    {
        ulong unit = _builder.UnitSize;
        ulong end = extent.Start + extent.Length;
        for (ulong at = extent.Start; at < end; at = (at / unit * unit) + unit)
        {
            ExtentKind expected = _units.GetValueOrDefault(at / unit, ExtentKind.Hole);
            if (extent.Kind != expected)
            {
                throw new InvalidOperationException($"At {at} lies {expected}, not {extent.Kind}.");
            }

            ulong place = extent.FileOffset + (extent.Kind == ExtentKind.Data ? at - extent.Start : 0);
            ulong first = extent.Kind == ExtentKind.Compressed ? extent.Start / unit : at / unit;
            bool isStart = extent.Kind == ExtentKind.Compressed || at % unit == 0;
            if (isStart && _firstBytes.TryGetValue(first, out byte value) && file[place] != value)
            {
                throw new InvalidOperationException($"At {at} lies another part of the file.");
            }
        }
    }

    private void AddRun(ulong cluster, ulong clusters)
    {
        int kind = _random.Next(4);
        for (int length = _random.Next(1, 6); length > 0 && cluster < clusters; length--, cluster++)
        {
            if (!_units.ContainsKey(cluster * (_builder.ClusterSize / _builder.UnitSize)))
            {
                Add(cluster, kind);
            }
        }
    }

    private void Add(ulong cluster, int kind)
    {
        ulong units = _builder.ClusterSize / _builder.UnitSize;
        byte value = _next++;
        byte[] data = new byte[_builder.ClusterSize];
        Array.Fill(data, value);
        if (kind == 0)
        {
            int skew = _random.Next((int)_builder.ClusterSize / 2);
            _builder.Compressed(cluster, data.AsSpan(0, _random.Next(1, data.Length / 2)), skew);
            Note(cluster * units, units, ExtentKind.Compressed, value);
        }
        else if (_builder.IsExtended)
        {
            AddExtended(cluster, data, value);
        }
        else if (kind == 1 && _builder.Version == 3)
        {
            _builder.Entry(cluster, 1);
            Note(cluster, 1, ExtentKind.Zero, value);
        }
        else
        {
            _builder.Data(cluster, data);
            Note(cluster, 1, ExtentKind.Data, value);
        }
    }

    private void AddExtended(ulong cluster, byte[] data, byte value)
    {
        uint allocated = (uint)_random.Next() & (uint)_random.Next();
        uint zero = (uint)_random.Next() & ~allocated;
        _builder.Data(cluster, data, bits: ((ulong)zero << 32) | allocated);
        for (int i = 0; i < 32; i++)
        {
            bool isAllocated = (allocated >> i & 1) != 0;
            if (isAllocated || (zero >> i & 1) != 0)
            {
                Note((cluster * 32) + (ulong)i, 1, isAllocated ? ExtentKind.Data : ExtentKind.Zero, value);
            }
            else if (i == 0)
            {
                _units[cluster * 32] = ExtentKind.Hole;
            }
        }
    }

    private void Note(ulong unit, ulong count, ExtentKind kind, byte value)
    {
        for (ulong i = 0; i < count; i++)
        {
            _units[unit + i] = kind;
        }

        if (kind != ExtentKind.Zero)
        {
            _firstBytes[unit] = value;
        }
    }
}
