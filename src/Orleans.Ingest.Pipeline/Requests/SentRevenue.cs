namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>Revenue as a request carries it, valid in itself; whether it is stored depends on the site's goals.</summary>
/// <param name="Amount">Amount in <paramref name="Currency"/>.</param>
/// <param name="Currency">ISO 4217 code, upper-case.</param>
public readonly record struct SentRevenue(decimal Amount, string Currency);
