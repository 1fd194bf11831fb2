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
    private const string HomeDatabase = "default";
    private readonly ChdbConnection _connection;
    private readonly List<string> _changedSettings = [];
    private bool _movedDatabase;

    public EngineConnection(IReadOnlyList<string> arguments, EngineRole role)
    {
        Role = role;
        _connection = ChdbConnection.Open(arguments);
        Run($"SET ROLE {(role == EngineRole.Owner ? EngineConfiguration.OwnerRole : EngineConfiguration.ReaderRole)}");

        // The engine's default is on: any unknown word would be a SELECT, which no server does.
        Run("SET implicit_select = 0");
    }

    public EngineRole Role { get; }

    /// <summary>Set when the session can no longer be brought back to its first state.</summary>
    public bool IsSpent { get; set; }

    public void Apply(string? database, IReadOnlyCollection<KeyValuePair<string, string>> settings)
    {
        if (database is not null and not HomeDatabase)
        {
            Run($"USE {SqlText.QuoteName(database)}");
            _movedDatabase = true;
        }

        if (settings.Count == 0) return;
        Run("SET " + string.Join(", ", settings.Select(setting => $"{setting.Key} = {SqlText.QuoteText(setting.Value)}")));
        _changedSettings.AddRange(settings.Select(setting => setting.Key));
    }

    /// <summary>Back to the state after opening. False if the engine did not agree.</summary>
    public bool Reset()
    {
        if (IsSpent) return false;
        try
        {
            if (_movedDatabase) Run($"USE {HomeDatabase}");
            if (_changedSettings.Count > 0)
                Run("SET " + string.Join(", ", _changedSettings.Distinct(StringComparer.Ordinal).Select(name => name == "implicit_select" ? "implicit_select = 0" : $"{name} = DEFAULT")));
            _movedDatabase = false;
            _changedSettings.Clear();
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
        using var result = _connection.Query(sql, OutputFormat.Default);
        using var reader = new StreamReader(result.OpenRead(), Encoding.UTF8);
        return reader.ReadToEnd().TrimEnd('\n');
    }

    public void Dispose() => _connection.Dispose();

    private void Run(string sql) => _connection.Query(sql, OutputFormat.Default).Dispose();
}
