using System.Collections.Frozen;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Enrichment.Revenue;

/// <summary>
/// Turns sent revenue into the columns of an event, with a fixed table of rates. A rate is how many units of the currency
/// one unit of a base is worth; the base itself stands in the table with 1. With the euro as base:
/// <c>EUR = 1, USD = 1.08, JPY = 171.3</c>.
/// </summary>
public sealed class RevenueRates
{
    private readonly FrozenDictionary<string, decimal> _rates;

    /// <summary>Takes the table; throws when a key is no currency or a rate is not above zero.</summary>
    /// <param name="rates">Units of the currency per one unit of the common base.</param>
    public RevenueRates(IReadOnlyDictionary<string, decimal> rates)
    {
        foreach (var (currency, rate) in rates)
        {
            if (!CurrencyCodes.IsKnown(currency))
                throw new ArgumentException($"The rate table has the key '{currency}', but a key must be an upper-case ISO 4217 code such as USD.", nameof(rates));
            if (rate <= 0)
                throw new ArgumentException($"The rate of {currency} is {rate}, but it must be above 0: units of {currency} per one unit of the base.", nameof(rates));
        }

        _rates = rates.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>
    /// The columns of an event whose site has a goal with this currency. Without a rate only the source columns are filled;
    /// null when the amount does not fit them.
    /// </summary>
    public Events.Revenue? Apply(SentRevenue sent, string goalCurrency)
    {
        if (!RevenueReading.IsStorable(sent.Amount))
            return null;

        var amount = RevenueReading.Rounded(sent.Amount);
        var reporting = sent.Currency == goalCurrency ? amount : Convert(sent.Amount, sent.Currency, goalCurrency);
        return new(amount, sent.Currency, reporting, reporting is null ? "" : goalCurrency);
    }

    private decimal? Convert(decimal amount, string from, string to)
    {
        if (!_rates.TryGetValue(from, out var fromRate) || !_rates.TryGetValue(to, out var toRate))
            return null;

        try
        {
            var converted = amount * toRate / fromRate;
            return RevenueReading.IsStorable(converted) ? RevenueReading.Rounded(converted) : null;
        }
        catch (OverflowException)
        {
            return null;   // as if there were no rate: the source columns still say what was sent
        }
    }
}
