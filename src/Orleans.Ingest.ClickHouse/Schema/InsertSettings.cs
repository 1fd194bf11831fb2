using ClickHouse.Driver;

namespace Orleans.Ingest.ClickHouse.Schema;

/// <summary>
/// The settings every insert pins. A group's rows of one partition are one block: two blocks with one token, or a retry that is cut into other blocks than
/// the first try, lose rows. Servers refuse a setting they do not know, so those of this one are asked for.
/// </summary>
internal sealed class InsertSettings
{
    /// <summary>More rows than a group has.</summary>
    public const int MaxRows = 10_000_000;

    private const string Token = "insert_deduplication_token";

    private static readonly Dictionary<string, object> Pinned = new()
    {
        [Token] = "",
        ["insert_deduplicate"] = 1,
        ["deduplicate_insert"] = "enable",
        ["async_insert"] = 0,
        ["max_insert_block_size"] = MaxRows,
        ["max_insert_block_size_rows"] = MaxRows,
        ["max_insert_block_size_bytes"] = 0,
        ["min_insert_block_size_rows"] = MaxRows,
        ["min_insert_block_size_bytes"] = 0,
        ["use_strict_insert_block_limits"] = 0,
        ["input_format_parallel_parsing"] = 0,
        ["input_format_native_allow_types_conversion"] = 1,
        ["input_format_native_decode_types_in_binary_format"] = 0,
        // Of what would cancel each other in one insert nothing is left here: looking for it took a fifth of the insert.
        ["optimize_on_insert"] = 0,
    };

    private readonly Dictionary<string, object> _settings;

    private InsertSettings(Dictionary<string, object> settings) => _settings = settings;

    /// <summary>Names of what is pinned on this server.</summary>
    public IReadOnlyCollection<string> Names => _settings.Keys;

    public static async Task<InsertSettings> ReadAsync(ClickHouseClient client, ClickHouseOptions options, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, object>();
        var wanted = Of(options);
        var names = string.Join(", ", wanted.Keys.Select(name => $"'{name}'"));
        using var reader = await client.ExecuteReaderAsync($"SELECT name FROM system.settings WHERE name IN ({names}) ORDER BY name", cancellationToken: cancellationToken);
        while (reader.Read())
        {
            var name = reader.GetString(0);
            settings.Add(name, wanted[name]);
        }

        return new(settings);
    }

    /// <summary>What is pinned for these servers, wherever they know it.</summary>
    public static IReadOnlyDictionary<string, object> Of(ClickHouseOptions options) => options.Cluster.Length == 0 || options.InsertQuorum == "1" ? Pinned : new Dictionary<string, object>(Pinned)
    {
        // A group leaves the log once this many replicas have it: one that dies with the only copy would take acknowledged events along.
        ["insert_quorum"] = options.InsertQuorum,
        ["insert_quorum_parallel"] = 1,
        // Its own answer, before the insert is given up: it names the replicas that are missing.
        ["insert_quorum_timeout"] = (long)(options.InsertTimeout.TotalMilliseconds * 0.8),
    };

    public Dictionary<string, object> With(string token) => new(_settings) { [Token] = token };
}
