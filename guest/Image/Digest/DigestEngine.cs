using System;
using Airlock.Guest.Platform;
using Airlock.Guest.Storage;
using Airlock.Guest.Transports;
using Airlock.Image.Contents;

namespace Airlock.Image.Digest;

/// <summary>Hashes the contents of a virtual disk, up to their last byte, while more of them are read.</summary>
/// <typeparam name="TPlatform">The machine below.</typeparam>
/// <typeparam name="TTransport">Where messages go.</typeparam>
/// <typeparam name="TDisk">What is hashed.</typeparam>
internal ref struct DigestEngine<TPlatform, TTransport, TDisk>
    where TPlatform : struct, IPlatform
    where TTransport : struct, IMessageTransport
    where TDisk : struct, IVirtualDisk<TPlatform>
{
    private const int ZeroesLength = 4096;

    private readonly ref ImageReporter<TTransport> _reporter;
    private readonly ulong _length;
    private SteadyMarks _marks;
    private Sha256<TPlatform> _hash;

    /// <summary>A digest of <paramref name="length"/> bytes.</summary>
    /// <param name="reporter">Hears how far it is.</param>
    /// <param name="length">Bytes of the disk.</param>
    /// <param name="progressStep">Sectors between progress marks; 0 for the default.</param>
    public DigestEngine(ref ImageReporter<TTransport> reporter, ulong length, ulong progressStep)
    {
        _reporter = ref reporter;
        _length = length;
        _marks = new SteadyMarks(length, progressStep);
        _hash = Sha256<TPlatform>.Start();
    }

    /// <summary>Bytes that have been hashed.</summary>
    public ulong Hashed { get; private set; }

    /// <summary>Runs to the end of the contents, and writes the digest.</summary>
    /// <param name="contents">The disk's contents, of which nothing has been read.</param>
    /// <param name="digest">Room for <see cref="Sha256State.DigestLength"/> bytes.</param>
    /// <returns>Whether it is that of all the contents.</returns>
    public bool TryRun(scoped ref ContentReader<TPlatform, TDisk> contents, scoped Span<byte> digest)
    {
        while (contents.TryRead(out ContentPiece piece))
        {
            if (piece.IsZero)
            {
                AppendZeroes(piece.Length);
            }
            else
            {
                _hash.Append(new RamArea(piece.Address, piece.Length).Bytes<TPlatform>());
                Hashed += piece.Length;
                _marks.Report(ref _reporter, Hashed);
            }
        }

        _hash.Finish(digest);
        return contents.Ending == ContentEnding.Done && Hashed == _length;
    }

    /// <summary>Long runs of zeroes take their time, and no request: each mark in them is sent when it is come to.</summary>
    private void AppendZeroes(ulong count)
    {
        Span<byte> zeroes = stackalloc byte[ZeroesLength];
        zeroes.Clear();
        ulong end = Hashed + count;
        while (Hashed < end)
        {
            ulong left = end - Hashed;
            int part = left < ZeroesLength ? (int)left : ZeroesLength;
            _hash.Append(zeroes.Slice(0, part));
            Hashed += (uint)part;
            _marks.Report(ref _reporter, Hashed);
        }
    }
}
