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
}
