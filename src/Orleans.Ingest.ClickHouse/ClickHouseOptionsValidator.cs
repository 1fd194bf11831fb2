using ClickHouse.Driver.ADO;
using Microsoft.Extensions.Options;

namespace Orleans.Ingest.ClickHouse;

/// <summary>Refuses options that cannot work, at start, with the cure.</summary>
internal sealed class ClickHouseOptionsValidator : IValidateOptions<ClickHouseOptions>
{
    private static readonly TimeSpan LongestInsert = TimeSpan.FromSeconds(25);

    public ValidateOptionsResult Validate(string? name, ClickHouseOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.InsertTimeout < TimeSpan.FromSeconds(1) || options.InsertTimeout > LongestInsert)
        {
            result.AddError($"Ingest:ClickHouse:InsertTimeout is {options.InsertTimeout}: choose from 00:00:01 to {LongestInsert}.");
        }

        if (options.CountersRetentionDays < 1)
        {
            result.AddError($"Ingest:ClickHouse:CountersRetentionDays is {options.CountersRetentionDays}: at least 1, or leave it out to keep the counters.");
        }

        if (options.Cluster.AsSpan().ContainsAny('\'', '\\'))
        {
            result.AddError("Ingest:ClickHouse:Cluster holds a quote or backslash: give the name as in system.clusters.");
        }

        if (!IsConnectionString(options.ConnectionString))
        {
            result.AddError("ConnectionStrings:clickhouse is not of the form 'Host=localhost;Port=8123;Database=default;Username=…;Password=…'.");
        }

        return result.Build();
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new ClickHouseConnectionStringBuilder(text).Port > 0;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException or OverflowException)
        {
            return false;
        }
    }
}
