using System.Security.Cryptography;

namespace Fitness.Api.Features.Capsule.Recording;

/// <summary>What a body is kept as.</summary>
internal enum BodyForm : byte
{
    /// <summary>Its bytes.</summary>
    Whole,

    /// <summary>Its length and its hash.</summary>
    Hashed,
}

/// <summary>A body as it goes by; of a larger one, only the length and the SHA-256.</summary>
/// <param name="limit">Bytes up to which it is kept whole.</param>
internal sealed class BodyCopy(int limit) : IDisposable
{
    private int limit = limit;

    /// <summary>Bytes of a hash.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const int Piece = 1024;

    private readonly PooledBytes bytes = new();
    private IncrementalHash? hash;
    private bool isOver;

    /// <summary>Bytes that went by.</summary>
    public long Length { get; private set; }

    /// <summary>A part goes by.</summary>
    public void Append(ReadOnlySpan<byte> part)
    {
        lock (bytes)
            Add(part);
    }

    private void Add(ReadOnlySpan<byte> part)
    {
        if (isOver)
            return;
        Length += part.Length;
        if (hash is null && Length <= limit)
        {
            bytes.WriteBytes(part);
            return;
        }
        if (hash is null)
        {
            hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(bytes.Written.Span);
        }
        hash.AppendData(part);
    }

    /// <summary>All of a stream goes by.</summary>
    public void Append(Stream stream)
    {
        if (stream is MemoryStream memory && memory.TryGetBuffer(out var all))
        {
            Append(all.AsSpan((int)memory.Position));
            return;
        }
        Span<byte> part = stackalloc byte[Piece];
        while (stream.Read(part) is > 0 and var read)
            Append(part[..read]);
    }

    /// <summary>Only its hash is to be kept, however short it is.</summary>
    public void KeepHash() => limit = -1;

    /// <summary>It begins anew.</summary>
    public void Clear()
    {
        lock (bytes)
            Empty();
    }

    /// <summary>Writes it.</summary>
    /// <param name="to">To what.</param>
    /// <param name="whole">Whether it may be whole.</param>
    public void WriteTo(PooledBytes to, bool whole)
    {
        lock (bytes)
            Write(to, whole);
    }

    /// <summary>What goes by from here on is not kept: who sent or asked for it may do so after all else has ended.</summary>
    public void Dispose()
    {
        lock (bytes)
        {
            isOver = true;
            Empty();
            bytes.Dispose();
        }
    }

    private void Write(PooledBytes to, bool whole)
    {
        if (hash is null && whole)
        {
            to.Write((byte)BodyForm.Whole);
            to.Write(bytes.Length);
            to.WriteBytes(bytes.Written.Span);
            return;
        }
        Span<byte> sum = stackalloc byte[HashBytes];
        if (hash is null)
            SHA256.HashData(bytes.Written.Span, sum);
        else
            hash.GetCurrentHash(sum);
        to.Write((byte)BodyForm.Hashed);
        to.Write(Length);
        to.WriteBytes(sum);
    }

    private void Empty()
    {
        bytes.Clear();
        hash?.Dispose();
        (hash, Length) = (null, 0);
    }
}
