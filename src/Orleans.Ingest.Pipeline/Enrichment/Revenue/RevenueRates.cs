using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Enrichment.Revenue;

/// <summary>Rates between currencies.</summary>
public sealed class RevenueRates
{
    /// <summary>The stored columns of revenue as sent.</summary>
    public Events.Revenue? Apply(SentRevenue sent, string goalCurrency) =>
        sent.Currency == goalCurrency
            ? new(sent.Amount, sent.Currency, sent.Amount, goalCurrency)
            : new(sent.Amount, sent.Currency, null, "");
}
