using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Web.Receipts;
using Orleans.Ingest.Web.Sites;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Receipts;

public sealed class ReceiptSealTests
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, 123, DateTimeKind.Utc);
    private readonly ReceiptSeal _seal = new(new Secret(1));

    [Property]
    public void A_receipt_is_read_as_it_was_written(ulong siteId, ulong position, DropReason reason, uint milliseconds)
    {
        var at = Noon.AddMilliseconds(milliseconds);
        foreach (var receipt in (Receipt[])[Receipt.Accepted(siteId, position | 1, at), Receipt.Accepted(siteId, 0, at), Receipt.Dropped(siteId, reason, at)])
        {
            var text = _seal.Write(receipt);
            Assert.Matches("^[A-Za-z0-9_-]{16,48}$", text);
            Assert.True(_seal.TryRead(text, out var read));
            Assert.Equal(receipt, read);
        }
    }

    [Fact]
    public void A_receipt_that_was_changed_anywhere_is_none()
    {
        var text = _seal.Write(Receipt.Accepted(7, 123_456_789_256, Noon));
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var other in (char[])[text[i] == 'A' ? 'B' : 'A', '!'])
                Assert.False(_seal.TryRead($"{text[..i]}{other}{text[(i + 1)..]}", out _), $"{other} at {i}");
            Assert.False(_seal.TryRead(text.AsSpan(0, i), out _));
        }

        Assert.False(_seal.TryRead(text + new string('A', 100), out _));
    }

    [Fact]
    public void Another_secret_reads_nothing() => Assert.False(new ReceiptSeal(new Secret(2)).TryRead(_seal.Write(Receipt.Accepted(7, 256, Noon)), out _));

    [Fact]
    public void A_receipt_costs_its_text_and_nothing_else()
    {
        _ = _seal.Write(Receipt.Accepted(7, 256, Noon));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) _ = _seal.Write(Receipt.Accepted(7, 456_789_123_456_789_256, Noon));
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 1, 80);
    }

    private sealed class Secret(byte seed) : IAdminKey
    {
        public string? Weakness => null;

        public bool Matches(ReadOnlySpan<char> key) => false;

        public byte[] Derive(string purpose)
        {
            var secret = new byte[32];
            Array.Fill(secret, seed);
            return secret;
        }
    }
}
