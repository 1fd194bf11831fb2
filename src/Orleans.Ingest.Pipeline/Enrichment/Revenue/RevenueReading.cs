using System.Globalization;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Enrichment.Revenue;

/// <summary>Revenue as requests carry it: null when it is not valid, and then the event is stored without it.</summary>
public static class RevenueReading
{
    // Decimal(18,3): fifteen digits before the point.
    private const decimal Limit = 1_000_000_000_000_000m;

    /// <summary>An amount as text, or the text of a JSON number: read as a decimal up to the first bad character (<c>1831d</c> is 1831).</summary>
    public static SentRevenue? Read(ReadOnlySpan<char> amount, string? currency)
    {
        var number = amount[..NumberLength(amount)];
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return decimal.TryParse(number, style, CultureInfo.InvariantCulture, out var value) ? Read(value, currency) : null;
    }

    /// <summary>An amount as number.</summary>
    public static SentRevenue? Read(decimal amount, string? currency) =>
        CurrencyCodes.IsKnown(currency) && IsStorable(amount) ? new SentRevenue(amount, currency!) : null;

    /// <summary>The amount fits the columns of revenue.</summary>
    internal static bool IsStorable(decimal amount) => Math.Abs(Rounded(amount)) < Limit;

    /// <summary>The amount as the columns hold it: three decimals.</summary>
    internal static decimal Rounded(decimal amount) => Math.Round(amount, 3, MidpointRounding.AwayFromZero);

    private static int NumberLength(ReadOnlySpan<char> text)
    {
        var at = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var whole = Digits(text, at);
        at += whole;
        var fraction = at < text.Length && text[at] == '.' ? Digits(text, at + 1) : 0;
        if (fraction > 0)
            at += 1 + fraction;
        if (whole + fraction == 0)
            return 0;

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var exponent = at + 1 < text.Length && text[at + 1] is '-' or '+' ? at + 2 : at + 1;
            var digits = Digits(text, exponent);
            if (digits > 0)
                return exponent + digits;
        }

        return at;
    }

    private static int Digits(ReadOnlySpan<char> text, int start)
    {
        if (start >= text.Length)
            return 0;
        var end = text[start..].IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length - start : end;
    }
}
