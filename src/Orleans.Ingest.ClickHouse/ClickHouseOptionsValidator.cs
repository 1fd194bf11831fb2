using System.Globalization;
using ClickHouse.Driver.ADO;
using Microsoft.Extensions.Options;
using Orleans.Ingest.ClickHouse.Connections;

namespace Orleans.Ingest.ClickHouse;

/// <summary>Refuses options that cannot work, at start, with the cure.</summary>
internal sealed class ClickHouseOptionsValidator : IValidateOptions<ClickHouseOptions>
{
    private const int FewestTokens = 1000;
    private static readonly TimeSpan ShortestMemory = TimeSpan.FromHours(1);
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

        if (options.InsertQuorum != "auto" && !(int.TryParse(options.InsertQuorum, NumberStyles.None, CultureInfo.InvariantCulture, out var quorum) && quorum >= 1))
        {
            result.AddError($"Ingest:ClickHouse:InsertQuorum is '{options.InsertQuorum}': give 'auto' (most of the replicas), or a number from 1.");
        }

        if (options.DeduplicationWindow < FewestTokens)
        {
            result.AddError($"Ingest:ClickHouse:DeduplicationWindow is {options.DeduplicationWindow}: at least {FewestTokens}, or an insert that is repeated after an outage can land twice.");
        }

        if (options.DeduplicationTime < ShortestMemory)
        {
            result.AddError($"Ingest:ClickHouse:DeduplicationTime is {options.DeduplicationTime}: at least {ShortestMemory}, or an insert that is repeated after an outage can land twice.");
        }

        if (!IsConnectionString(options.ConnectionString))
        {
            result.AddError("ConnectionStrings:clickhouse is not of the form 'Host=localhost;Port=8123;Database=default;Username=…;Password=…'.");
        }
        else if (options.Cluster.Length == 0 && ReplicaHosts.Of(options.ConnectionString) is { Count: > 1 } hosts)
        {
            result.AddError($"ConnectionStrings:clickhouse names {hosts.Count} hosts, and Ingest:ClickHouse:Cluster is empty: plain tables on several servers would hold a part of the events each. Name the cluster (as in system.clusters), or one host.");
        }

        return result.Build();
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return ReplicaHosts.Of(text).Count > 0 && new ClickHouseConnectionStringBuilder(text).Port > 0;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException or OverflowException)
        {
            return false;
        }
    }
}
