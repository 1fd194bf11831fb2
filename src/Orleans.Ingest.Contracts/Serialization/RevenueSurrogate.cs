using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Contracts.Serialization;

/// <summary><see cref="Revenue"/> on the wire.</summary>
[GenerateSerializer, Alias("ingest.Revenue")]
public struct RevenueSurrogate
{
    /// <summary>See <see cref="Revenue.SourceAmount"/>.</summary>
    [Id(0)] public decimal SourceAmount;
    /// <summary>See <see cref="Revenue.SourceCurrency"/>.</summary>
    [Id(1)] public string SourceCurrency;
    /// <summary>See <see cref="Revenue.ReportingAmount"/>.</summary>
    [Id(2)] public decimal? ReportingAmount;
    /// <summary>See <see cref="Revenue.ReportingCurrency"/>.</summary>
    [Id(3)] public string ReportingCurrency;
}

/// <summary>Converts between <see cref="Revenue"/> and its form on the wire.</summary>
[RegisterConverter]
public sealed class RevenueConverter : IConverter<Revenue, RevenueSurrogate>
{
    /// <inheritdoc />
    public Revenue ConvertFromSurrogate(in RevenueSurrogate surrogate) => new(surrogate.SourceAmount, surrogate.SourceCurrency, surrogate.ReportingAmount, surrogate.ReportingCurrency);

    /// <inheritdoc />
    public RevenueSurrogate ConvertToSurrogate(in Revenue value) => new()
    {
        SourceAmount = value.SourceAmount,
        SourceCurrency = value.SourceCurrency,
        ReportingAmount = value.ReportingAmount,
        ReportingCurrency = value.ReportingCurrency,
    };
}
