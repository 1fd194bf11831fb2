using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Visitors;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.Receipts;

/// <summary>
/// Writes receipts as short signed texts and reads them back: the text is all that is kept of a receipt. One byte for form and kind, the site as a number of seven bits a
/// byte, position (8 bytes) or time in milliseconds (6) and reason (1), then eight bytes of SipHash over these, under a secret that follows from the admin key: every front end
/// knows it, and nobody else can make a receipt up. A changed admin key makes receipts from before unreadable.
/// </summary>
internal sealed class ReceiptSeal(IAdminKey admin)
{
    /// <summary>Longest text that is one.</summary>
    public const int MaxLength = 48;

    private const int Form = 1 << 4;
    private const int TagBytes = 8;
    private const int MaxBytes = 1 + 10 + 8 + TagBytes;

    private readonly byte[] _secret = admin.Derive("receipts")[..SipHash.KeyLength];

    /// <summary>The receipt as text; letters, digits, minus and underscore.</summary>
    public string Write(in Receipt receipt)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        bytes[0] = (byte)(Form | (int)receipt.Kind);
        var used = 1 + WriteNumber(bytes[1..], receipt.SiteId);
        if (receipt.Kind == ReceiptKind.Position)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[used..], receipt.Position);
            used += 8;
        }
        else
        {
            var milliseconds = (ulong)((receipt.At - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond);
            // Six bytes of it; the rest is 0 until the year 10889.
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[used..], milliseconds);
            used += 6;
            if (receipt.Kind == ReceiptKind.Dropped) bytes[used++] = (byte)receipt.Reason!;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(bytes[used..], SipHash.Hash(_secret, bytes[..used]));
        return Base64Url.EncodeToString(bytes[..(used + TagBytes)]);
    }

    /// <summary>Reads a text; false for one that this service has not written.</summary>
    public bool TryRead(ReadOnlySpan<char> text, out Receipt receipt)
    {
        receipt = default;
        Span<byte> bytes = stackalloc byte[Base64Url.GetMaxDecodedLength(MaxLength)];
        if (text.Length > MaxLength) return false;
        // The form that answers: TryDecodeFromChars throws at a letter that is none.
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done || length < 1 + 1 + 6 + TagBytes) return false;
        var body = bytes[..(length - TagBytes)];
        // Eight bytes, and a guess costs a request: their comparison need not take the same time.
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[body.Length..]) != SipHash.Hash(_secret, body) || (body[0] & 0xF0) != Form) return false;
        var used = 1 + ReadNumber(body[1..], out var siteId);
        var rest = body[used..];
        switch ((ReceiptKind)(body[0] & 0xF))
        {
            case ReceiptKind.Position when rest.Length == 8:
                receipt = Receipt.Accepted(siteId, BinaryPrimitives.ReadUInt64LittleEndian(rest), default);
                return true;
            case ReceiptKind.Repeated when rest.Length == 6:
                receipt = Receipt.Accepted(siteId, 0, Time(rest));
                return true;
            case ReceiptKind.Dropped when rest.Length == 7:
                receipt = Receipt.Dropped(siteId, (DropReason)rest[6], Time(rest));
                return true;
            default:
                return false;
        }
    }

    private static DateTime Time(ReadOnlySpan<byte> six) =>
        DateTime.UnixEpoch.AddMilliseconds(BinaryPrimitives.ReadUInt32LittleEndian(six) | ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(six[4..]) << 32));

    private static int WriteNumber(Span<byte> bytes, ulong number)
    {
        var used = 0;
        for (; number >= 0x80; number >>= 7) bytes[used++] = (byte)(number | 0x80);
        bytes[used++] = (byte)number;
        return used;
    }

    private static int ReadNumber(ReadOnlySpan<byte> bytes, out ulong number)
    {
        number = 0;
        for (var used = 0; used < bytes.Length; used++)
        {
            number |= (ulong)(bytes[used] & 0x7F) << (7 * used);
            if ((bytes[used] & 0x80) == 0) return used + 1;
        }

        return bytes.Length;
    }
}
