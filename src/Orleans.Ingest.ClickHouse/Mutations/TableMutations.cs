using ClickHouse.Driver;
using Microsoft.Extensions.Options;
using Orleans.Ingest.ClickHouse.Connections;
using static Orleans.Ingest.ClickHouse.Connections.ResultRows;

namespace Orleans.Ingest.ClickHouse.Mutations;

/// <summary>
/// Mutations of this service that ClickHouse has not finished. What they are for is told by a mark in their text, a comparison of two texts that is always true (a comment would not be kept);
/// whose rows they change, by the sites that their condition begins with.
/// </summary>
public sealed class TableMutations(ClickHouseConnections connections, IOptions<ClickHouseOptions> options)
{
    /// <summary>The sites of a mutation, a row each; the last condition of the text, for a visitor's words may stand before it.</summary>
    private const string SitesOf = @"arrayJoin(extractAll(extract(command, '(?s).*WHERE \\(*site_id (?:= |IN \\()([0-9, ]+)'), '\\d+'))";

    /// <summary>As much of a statement's end as holds every mark.</summary>
    private const int LengthOfEnd = 80;

    // Rows are read of any replica, so all are asked; one that is down is not read, and does by itself what it missed when it is back.
    private static readonly QueryOptions _ofThoseThatAnswer = new() { CustomSettings = new Dictionary<string, object> { ["skip_unavailable_shards"] = 1 } };

    private readonly string _mutations = options.Value.Cluster.Length == 0 ? "system.mutations" : $"clusterAllReplicas('{options.Value.Cluster}', system.mutations)";

    /// <summary>How far those are that have a mark.</summary>
    /// <param name="mark">The mark, or its beginning.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    internal async Task<MutationState> StateAsync(string mark, CancellationToken cancellationToken) => (await connections.RowsAsync(
        $@"SELECT count(), toUInt64(sum(parts_to_do)), extract(max(latest_fail_reason), '\\(([A-Z][A-Z0-9_]+)\\)') FROM {_mutations} WHERE {AreRunning(mark)}",
        row => new MutationState(Number(row[0]), Number(row[1]), row[2] is string { Length: > 0 } fault ? fault : null), _ofThoseThatAnswer, cancellationToken))[0];

    /// <summary>True while rows of a site are being changed by one that has a mark.</summary>
    /// <param name="mark">The mark, or its beginning.</param>
    /// <param name="site">The site.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    internal async Task<bool> AreChangingAsync(string mark, ulong site, CancellationToken cancellationToken) => await connections.RowsAsync(
        FormattableString.Invariant($"SELECT count() FROM (SELECT {SitesOf} AS site FROM {_mutations} WHERE {AreRunning(mark)}) WHERE site = '{site}'"), row => Number(row[0]), _ofThoseThatAnswer, cancellationToken) is not [0];

    /// <summary>Sites whose rows are being changed on the replica that is asked, as a subquery.</summary>
    /// <param name="marks">What the mutations have in their text, any of them.</param>
    internal static string SitesOfRunning(params ReadOnlySpan<string> marks) => $"(SELECT toUInt64({SitesOf}) FROM system.mutations WHERE {AreRunning(marks)})";

    // The mark is a statement's last condition; before it may stand a visitor's words.
    private static string AreRunning(params ReadOnlySpan<string> marks) =>
        $"database = currentDatabase() AND NOT is_done AND multiSearchAny(right(command, {LengthOfEnd}), [{string.Join(',', marks.ToArray().Select(mark => $"'''{mark}'"))}])";
}
