namespace Orleans.Ingest.Pipeline.Events;

/// <summary>The revenue columns of an event row, each with three decimals.</summary>
/// <param name="SourceAmount">As sent.</param>
/// <param name="SourceCurrency">ISO 4217, as sent.</param>
/// <param name="ReportingAmount">In the goal's currency; null when no rate is known.</param>
/// <param name="ReportingCurrency">The goal's currency; empty when <paramref name="ReportingAmount"/> is null.</param>
public sealed record Revenue(decimal SourceAmount, string SourceCurrency, decimal? ReportingAmount, string ReportingCurrency);
