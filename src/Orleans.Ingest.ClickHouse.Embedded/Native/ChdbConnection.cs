using System.Text;

namespace Orleans.Ingest.ClickHouse.Embedded.Native;

/// <summary>One connection of the engine: a session that runs one statement at a time. Calls block.</summary>
internal sealed unsafe class ChdbConnection : IDisposable
{
    private const int AnalysisFields = 4; // struct_size, statement_count, flags, query_class: all uint32
    private readonly ChdbLibrary _library;
    private nint* _handle;

    private ChdbConnection(ChdbLibrary library, nint* handle)
    {
        _library = library;
        _handle = handle;
    }

    private nint Connection => _handle is null ? throw new ObjectDisposedException(nameof(ChdbConnection)) : *_handle;

    /// <param name="arguments">As on clickhouse-local's command line; only the process' first connection reads server options.</param>
    public static ChdbConnection Open(IReadOnlyList<string> arguments)
    {
        var library = ChdbLibrary.Instance;
        using var values = new NativeParameters([new("", "chdb"), .. arguments.Select(argument => new KeyValuePair<string, string>("", argument))]);
        nint* handle;
        using (HostSignals.Keep()) handle = library.Connect((int)values.Count, values.Values);
        if (handle is null)
        {
            throw new ChdbException(
                $"The engine could not be opened with {string.Join(' ', arguments)}. " +
                "Another directory may be open in this process, or the data directory cannot be read and written.");
        }

        return new ChdbConnection(library, handle);
    }

    public ChdbResult Query(string sql, string format, IReadOnlyCollection<KeyValuePair<string, string>>? parameters = null) =>
        Query(Encoding.UTF8.GetBytes(sql), format, parameters ?? []);

    public ChdbResult Query(ReadOnlySpan<byte> sql, string format, IReadOnlyCollection<KeyValuePair<string, string>> parameters)
    {
        using var native = new NativeParameters(parameters);
        var formatBytes = Encoding.UTF8.GetBytes(format);
        fixed (byte* query = sql, name = formatBytes)
        {
            return new ChdbResult(_library, _library.QueryWithParameters(
                Connection, query, (nuint)sql.Length, name, (nuint)formatBytes.Length,
                native.Names, native.NameLengths, native.Values, native.ValueLengths, native.Count));
        }
    }

    /// <summary>Begins an INSERT, given without its FORMAT clause and data: inline binary data loses rows without a word.</summary>
    public ChdbInsert Insert(ReadOnlySpan<byte> sql, string format, IReadOnlyCollection<KeyValuePair<string, string>> parameters)
    {
        using var native = new NativeParameters(parameters);
        var formatBytes = Encoding.UTF8.GetBytes(format);
        fixed (byte* query = sql, name = formatBytes)
        {
            return new ChdbInsert(_library, _library.StreamInsertWithParameters(
                Connection, query, (nuint)sql.Length, name, (nuint)formatBytes.Length,
                native.Names, native.NameLengths, native.Values, native.ValueLengths, native.Count));
        }
    }

    /// <summary>Says what the text would do, without running it.</summary>
    public StatementAnalysis Classify(ReadOnlySpan<byte> sql)
    {
        var analysis = stackalloc uint[AnalysisFields];
        analysis[0] = AnalysisFields * sizeof(uint);
        int state;
        fixed (byte* query = sql) state = _library.ClassifyQuery(Connection, query, (nuint)sql.Length, null, 0, analysis);
        return state == 0 ? new((int)analysis[1], (StatementClass)analysis[3]) : new(0, StatementClass.Unknown);
    }

    public void Dispose()
    {
        if (_handle is null) return;
        _library.CloseConnection(_handle);
        _handle = null;
    }
}
