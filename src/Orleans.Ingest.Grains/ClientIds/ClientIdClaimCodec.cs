using System.Buffers.Binary;
using Orleans.Ingest.Contracts.ClientIds;

namespace Orleans.Ingest.Grains.ClientIds;

/// <summary>Claims as bytes, for stores. No bytes stand for "its event is stored".</summary>
public static class ClientIdClaimCodec
{
    private const int Size = 36;

    /// <summary>The key of an id: 16 bytes.</summary>
    public static byte[] Key(ClientId id)
    {
        var key = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(key, id.High);
        BinaryPrimitives.WriteUInt64BigEndian(key.AsSpan(8), id.Low);
        return key;
    }

    /// <summary>A claim without its id, which is the key.</summary>
    public static byte[] Encode(ClientIdClaim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, claim.EventId.Request);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), claim.EventId.Domain);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(12), claim.UserId);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(20), claim.PreviousUserId);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(28), claim.Born.Ticks);
        return bytes;
    }

    /// <summary>The claim; null when the event is stored.</summary>
    /// <exception cref="InvalidDataException">The bytes are neither.</exception>
    public static ClientIdClaim? Decode(ClientId id, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return null;
        if (bytes.Length != Size) throw new InvalidDataException($"A claim of a client's id has {bytes.Length} bytes instead of {Size}.");
        return new()
        {
            ClientId = id,
            EventId = new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[8..])),
            UserId = BinaryPrimitives.ReadUInt64LittleEndian(bytes[12..]),
            PreviousUserId = BinaryPrimitives.ReadUInt64LittleEndian(bytes[20..]),
            Born = new(BinaryPrimitives.ReadInt64LittleEndian(bytes[28..]), DateTimeKind.Utc),
        };
    }
}
