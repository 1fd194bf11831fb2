using System.Buffers.Binary;
using System.Numerics;

namespace Orleans.Ingest.Pipeline.Visitors;

/// <summary>SipHash-2-4 with 64 bits, after Aumasson and Bernstein (2012): a keyed hash of short inputs.</summary>
public static class SipHash
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 16;

    /// <summary>Hashes a message.</summary>
    public static ulong Hash(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        if (key.Length != KeyLength)
            throw new ArgumentException($"A key of SipHash has {KeyLength} bytes, this one {key.Length}.", nameof(key));

        var k0 = BinaryPrimitives.ReadUInt64LittleEndian(key);
        var k1 = BinaryPrimitives.ReadUInt64LittleEndian(key[8..]);
        var state = new State(k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d, k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573);

        var rest = message;
        for (; rest.Length >= 8; rest = rest[8..])
            state.Compress(BinaryPrimitives.ReadUInt64LittleEndian(rest));

        var last = (ulong)message.Length << 56;
        for (var i = 0; i < rest.Length; i++)
            last |= (ulong)rest[i] << (8 * i);
        state.Compress(last);
        return state.Finish();
    }

    private struct State(ulong v0, ulong v1, ulong v2, ulong v3)
    {
        private ulong _v0 = v0, _v1 = v1, _v2 = v2, _v3 = v3;

        public void Compress(ulong block)
        {
            _v3 ^= block;
            Round();
            Round();
            _v0 ^= block;
        }

        public ulong Finish()
        {
            _v2 ^= 0xff;
            Round();
            Round();
            Round();
            Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}
