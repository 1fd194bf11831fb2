using System.Security.Cryptography;
using System.Text;
using Orleans.Ingest.ClickHouse.Embedded.Native;
using Orleans.Ingest.ClickHouse.Embedded.Sql;

namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>
/// A connection lent to one request. Settings and the current database given to it are taken back before the next request
/// gets it; where that cannot be done for sure (the statement itself changed the session), it is closed instead.
/// </summary>
internal sealed class EngineConnection : IDisposable
{
    /// <summary>
    /// Carries the connection's mark into <c>system.processes</c>, since a query's id cannot be given to the engine. This setting
    /// says which queue of a message broker an INSERT goes to, when a table reads from several; nothing else asks for it.
    /// </summary>
    public const string MarkSetting = "stream_like_engine_insert_queue";

    private const string HomeDatabase = "default";
    private readonly ChdbConnection _connection;
    private readonly Dictionary<string, string> _firstSettings;
    private readonly List<string> _wayBack = [];

    /// <param name="arguments">Of the engine.</param>
    /// <param name="role">On whose behalf it works.</param>
    /// <param name="settings">Settings it begins with and comes back to.</param>
    public EngineConnection(IReadOnlyList<string> arguments, EngineRole role, IReadOnlyDictionary<string, string> settings)
    {
        Role = role;

        // The engine's default is on: any unknown word would be a SELECT, which no server does.
        _firstSettings = new(settings, StringComparer.Ordinal) { ["implicit_select"] = "0", [MarkSetting] = Mark };
        _connection = ChdbConnection.Open(arguments);
        Run($"SET ROLE {(role == EngineRole.Owner ? EngineConfiguration.OwnerRole : EngineConfiguration.ReaderRole)}");
        Set(_firstSettings);
    }

    public EngineRole Role { get; }

    /// <summary>By which its running statement is found in <c>system.processes</c>.</summary>
    public string Mark { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    /// <summary>What a statement changes stays for the next one, as a session's.</summary>
    public bool KeepsState { get; init; }

    /// <summary>Set when the session can no longer be brought back to its first state.</summary>
    public bool IsSpent { get; set; }

    public void Apply(string? database, IReadOnlyCollection<KeyValuePair<string, string>> settings)
    {
        if (database is not null && (KeepsState || database != HomeDatabase))
        {
            _wayBack.Add($"USE {(KeepsState ? SqlText.QuoteName(Scalar("SELECT currentDatabase()")) : HomeDatabase)}");
            Run($"USE {SqlText.QuoteName(database)}");
        }

        if (settings.Count == 0) return;
        var names = settings.Select(setting => setting.Key).Distinct(StringComparer.Ordinal).ToArray();
        _wayBack.Add("SET " + (KeepsState ? PresentValues(names) : string.Join(", ", names.Select(FirstValue))));
        Set(settings);
    }

    /// <summary>Back to the state before <see cref="Apply"/>. False if the engine did not agree.</summary>
    public bool Reset()
    {
        if (IsSpent && !KeepsState) return false;
        try
        {
            foreach (var statement in _wayBack) Run(statement);
            _wayBack.Clear();
            return true;
        }
        catch (ChdbException)
        {
            return false;
        }
    }

    public StatementAnalysis Classify(ReadOnlySpan<byte> sql) => _connection.Classify(sql);

    public ChdbResult Query(ReadOnlySpan<byte> sql, string format, IReadOnlyCollection<KeyValuePair<string, string>> parameters) =>
        _connection.Query(sql, format, parameters);

    public ChdbInsert Insert(ReadOnlySpan<byte> sql, string format, IReadOnlyCollection<KeyValuePair<string, string>> parameters) =>
        _connection.Insert(sql, format, parameters);

    public string Scalar(string sql)
    {
        using var result = _connection.Query(sql, "TabSeparatedRaw");
        using var reader = new StreamReader(result.OpenRead(), Encoding.UTF8);
        return reader.ReadToEnd().TrimEnd('\n');
    }

    public void Dispose() => _connection.Dispose();

    private string FirstValue(string name) => _firstSettings.TryGetValue(name, out var value) ? $"{name} = {SqlText.QuoteText(value)}" : $"{name} = DEFAULT";

    private string PresentValues(string[] names) => Scalar(
        "SELECT arrayStringConcat(groupArray(concat(name, ' = ', if(changed, concat('\\'', replaceAll(replaceAll(value, '\\\\', '\\\\\\\\'), '\\'', '\\\\\\''), '\\''), 'DEFAULT'))), ', ') " +
        $"FROM system.settings WHERE name IN ({string.Join(", ", names.Select(SqlText.QuoteText))})");

    private void Set(IEnumerable<KeyValuePair<string, string>> settings) =>
        Run("SET " + string.Join(", ", settings.Select(setting => $"{setting.Key} = {SqlText.QuoteText(setting.Value)}")));

    private void Run(string sql) => _connection.Query(sql, OutputFormat.Default).Dispose();
}
