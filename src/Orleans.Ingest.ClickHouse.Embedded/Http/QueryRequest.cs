namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>What a request says beside its body.</summary>
internal sealed record QueryRequest
{
    /// <summary>The statement, or its beginning, from the query string.</summary>
    public string Query { get; init; } = "";

    public required string QueryId { get; init; }

    public string User { get; init; } = "default";

    public string Password { get; init; } = "";

    public string? Database { get; init; }

    public required string Format { get; init; }

    /// <summary>The values of <c>param_*</c>, by name without the prefix.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> Parameters { get; init; } = [];

    /// <summary>ClickHouse settings of this query alone.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>A GET, or <c>readonly</c> among the settings: nothing may be changed.</summary>
    public bool MustNotWrite { get; init; }

    /// <summary>The request asks for a compressed answer (<c>enable_http_compression</c>).</summary>
    public bool MayCompress { get; init; }

    /// <summary>The answer comes in ClickHouse's own compressed blocks (<c>compress</c>).</summary>
    public bool WantsBlocks { get; init; }

    /// <summary>The body comes in such blocks (<c>decompress</c>).</summary>
    public bool SendsBlocks { get; init; }

    /// <summary>Nothing is answered before the result is whole (<c>wait_end_of_query</c>).</summary>
    public bool WaitsForEnd { get; init; }

    /// <summary>Bytes of the result after which the answer begins (<c>buffer_size</c>).</summary>
    public long HeldBytes { get; init; } = Answer.DefaultHeldBytes;

    /// <summary>The session the statement runs in, else null.</summary>
    public string? SessionId { get; init; }

    /// <summary>How long the session lives on after this request. Default 60 s, at most an hour.</summary>
    public TimeSpan SessionTimeout { get; init; }

    /// <summary>The session must be there already (<c>session_check</c>).</summary>
    public bool SessionMustExist { get; init; }

    /// <summary>The session ends with this request (<c>close_session</c>).</summary>
    public bool ClosesSession { get; init; }
}
