using System.Globalization;
using System.Text.Json;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Reads the revenue of a request: <c>{"amount": …, "currency": …}</c>, or a text that holds this. What is invalid is ignored.</summary>
internal static class RevenueReader
{
    // Decimal(18,3), the type of the columns, holds fifteen digits before the point.
    private const decimal Limit = 1_000_000_000_000_000m;

    /// <summary>The revenue; null when there is no valid one. Here the long name wins.</summary>
    public static SentRevenue? Read(in EventFields fields)
    {
        var revenue = fields.First(FieldName.Revenue, FieldName.Dollar);
        if (revenue.Type == JsonTokenType.StartObject)
            return Read(revenue.Raw(fields.Json));

        if (!revenue.IsText)
            return null;

        var text = revenue.Utf8(fields.Json);
        return JsonText.IsUnicode(text) ? Read(text) : null;
    }

    private static SentRevenue? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var (amount, currency) = Members(json);
            return currency.IsText && AmountOf(amount, json) is { } value && currency.Text(json) is var code && Currencies.IsKnown(code)
                ? new SentRevenue(value, code)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (JsonField Amount, JsonField Currency) Members(ReadOnlySpan<byte> json)
    {
        JsonField amount = default, currency = default;
        var reader = new Utf8JsonReader(json, JsonText.Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return default;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAmount = reader.ValueTextEquals("amount"u8);
            var isCurrency = reader.ValueTextEquals("currency"u8);
            reader.Read();
            var value = JsonField.Take(ref reader);
            amount = isAmount ? value : amount;
            currency = isCurrency ? value : currency;
        }

        reader.Read();
        return (amount, currency);
    }

    private static decimal? AmountOf(JsonField amount, ReadOnlySpan<byte> json)
    {
        if (!amount.IsText && amount.Type != JsonTokenType.Number)
            return null;

        var text = DecimalAtStart(amount.IsText ? amount.Utf8(json) : amount.Raw(json));
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < Limit
            ? value
            : null;
    }

    /// <summary>The longest start of a text that is a decimal: <c>1831d</c> begins with 1831, <c>$5</c> with nothing.</summary>
    private static ReadOnlySpan<byte> DecimalAtStart(ReadOnlySpan<byte> text)
    {
        var sign = text is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
        var whole = Digits(text, sign);
        var end = sign + whole;
        var fraction = end < text.Length && text[end] == '.' ? Digits(text, end + 1) : 0;
        if (whole + fraction == 0)
            return [];

        if (fraction > 0)
            end += 1 + fraction;

        if (end < text.Length && text[end] is (byte)'e' or (byte)'E')
        {
            var exponent = end + 1;
            if (exponent < text.Length && text[exponent] is (byte)'-' or (byte)'+')
                exponent++;
            if (Digits(text, exponent) is > 0 and var digits)
                end = exponent + digits;
        }

        return text[..end];
    }

    private static int Digits(ReadOnlySpan<byte> text, int from)
    {
        if (from >= text.Length)
            return 0;

        var length = text[from..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length < 0 ? text.Length - from : length;
    }
}
