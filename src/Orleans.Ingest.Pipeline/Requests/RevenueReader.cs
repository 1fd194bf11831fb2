using System.Text.Json;
using Orleans.Ingest.Pipeline.Enrichment.Revenue;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Finds the revenue of a request: <c>{"amount": …, "currency": …}</c>, or a text that holds this. What is invalid is ignored.</summary>
internal static class RevenueReader
{
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
            return currency.IsText && (amount.IsText || amount.Type == JsonTokenType.Number)
                ? RevenueReading.Read(amount.Scalar(json), currency.Text(json))
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
}
