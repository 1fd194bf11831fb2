using System.Buffers.Binary;
using System.Numerics;

namespace Orleans.Ingest.ClickHouse.Embedded.Compression;

/// <summary>
/// The 128-bit CityHash of version 1.0.2, which ClickHouse keeps for the checksums of its compressed blocks. (Later versions
/// of CityHash give other values, so a package of today's does not do.)
/// </summary>
internal static class CityHash128
{
    // Primes of the algorithm.
    private const ulong K0 = 0xc3a5c85c97cb3127;
    private const ulong K1 = 0xb492b66fbe98f273;
    private const ulong K2 = 0x9ae16a3b2f90404f;
    private const ulong K3 = 0xc949d7c7509e6557;
    private const ulong Multiplier = 0x9ddfea08eb382d69;
    private const int LongFrom = 128;

    /// <summary>The hash; its lower half is written first in a block's checksum.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> data) => data.Length switch
    {
        >= 16 => Seeded(data[16..], Word(data, 0) ^ K3, Word(data, 8)),
        >= 8 => Seeded([], Word(data, 0) ^ ((ulong)data.Length * K0), Word(data, data.Length - 8) ^ K1),
        _ => Seeded(data, K0, K1),
    };

    private static UInt128 Seeded(ReadOnlySpan<byte> data, ulong low, ulong high) => data.Length < LongFrom ? Short(data, low, high) : Long(data, low, high);

    private static UInt128 Short(ReadOnlySpan<byte> data, ulong a, ulong b)
    {
        ulong c, d;
        if (data.Length <= 16)
        {
            a = Mix(a * K1) * K1;
            c = (b * K1) + UpTo16(data);
            d = Mix(a + (data.Length >= 8 ? Word(data, 0) : c));
        }
        else
        {
            c = Join(Word(data, data.Length - 8) + K1, a);
            d = Join(b + (ulong)data.Length, c + Word(data, data.Length - 16));
            a += d;
            for (var position = 0; position < data.Length - 16; position += 16)
            {
                a = (a ^ (Mix(Word(data, position) * K1) * K1)) * K1;
                b ^= a;
                c = (c ^ (Mix(Word(data, position + 8) * K1) * K1)) * K1;
                d ^= c;
            }
        }

        a = Join(a, c);
        b = Join(d, b);
        return new UInt128(Join(b, a), a ^ b);
    }

    private static UInt128 Long(ReadOnlySpan<byte> data, ulong x, ulong y)
    {
        var z = (ulong)data.Length * K1;
        var v1 = (Turn(y ^ K1, 49) * K1) + Word(data, 0);
        var v = (First: v1, Second: (Turn(v1, 42) * K1) + Word(data, 8));
        var w = (First: (Turn(y + z, 35) * K1) + x, Second: Turn(x + Word(data, 88), 53) * K1);

        var rest = data;
        while (rest.Length >= LongFrom)
        {
            for (var half = 0; half < LongFrom; half += 64)
            {
                var part = rest.Slice(half, 64);
                x = Turn(x + y + v.First + Word(part, 16), 37) * K1;
                y = Turn(y + v.Second + Word(part, 48), 42) * K1;
                x ^= w.Second;
                y ^= v.First;
                z = Turn(z ^ w.First, 33);
                v = Weak(part, v.Second * K1, x + w.First);
                w = Weak(part[32..], z + w.Second, y);
                (x, z) = (z, x);
            }

            rest = rest[LongFrom..];
        }

        y += (Turn(w.First, 37) * K0) + z;
        x += Turn(v.First + z, 49) * K0;

        // The last pieces of 32 bytes are taken from the end backwards, and may reach back into what was hashed already.
        for (var done = 32; done - 32 < rest.Length; done += 32)
        {
            var part = data[(data.Length - done)..];
            y = (Turn(y - x, 42) * K0) + v.Second;
            w.First += Word(part, 16);
            x = (Turn(x, 49) * K0) + w.First;
            w.First += v.First;
            v = Weak(part, v.First, v.Second);
        }

        x = Join(x, v.First);
        y = Join(y, w.First);
        return new UInt128(Join(x + w.Second, y + v.Second), Join(x + v.Second, w.Second) + y);
    }

    private static ulong UpTo16(ReadOnlySpan<byte> data)
    {
        var length = (ulong)data.Length;
        switch (data.Length)
        {
            case > 8:
                var (head, tail) = (Word(data, 0), Word(data, data.Length - 8));
                return Join(head, BitOperations.RotateRight(tail + length, data.Length)) ^ tail;
            case >= 4:
                return Join(length + ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(data) << 3), BinaryPrimitives.ReadUInt32LittleEndian(data[^4..]));
            case > 0:
                var y = data[0] + ((uint)data[data.Length >> 1] << 8);
                var z = (uint)data.Length + ((uint)data[^1] << 2);
                return Mix((y * K2) ^ (z * K3)) * K2;
            default:
                return K2;
        }
    }

    private static (ulong First, ulong Second) Weak(ReadOnlySpan<byte> part, ulong a, ulong b)
    {
        a += Word(part, 0);
        b = Turn(b + a + Word(part, 24), 21);
        var sum = a + Word(part, 8) + Word(part, 16);
        return (sum + Word(part, 24), b + Turn(sum, 44) + a);
    }

    private static ulong Join(ulong low, ulong high)
    {
        var a = (low ^ high) * Multiplier;
        a ^= a >> 47;
        var b = (high ^ a) * Multiplier;
        b ^= b >> 47;
        return b * Multiplier;
    }

    private static ulong Mix(ulong value) => value ^ (value >> 47);

    private static ulong Turn(ulong value, int bits) => BitOperations.RotateRight(value, bits);

    private static ulong Word(ReadOnlySpan<byte> data, int position) => BinaryPrimitives.ReadUInt64LittleEndian(data[position..]);
}
