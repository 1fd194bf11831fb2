namespace Orleans.Ingest.EndToEnd.Tests.Contract;

/// <summary>One rule of the contract by example: requests to a site of its own, what is answered, what is stored.</summary>
internal sealed record ContractCase(string Rule, params Sent[] Requests)
{
    /// <summary>Shields of the site: kind and value.</summary>
    public (string Kind, string Value)[] Shields { get; init; } = [];

    /// <summary>Revenue goals of the site.</summary>
    public (string EventName, string Currency)[] Goals { get; init; } = [];

    /// <summary>Settings of the site, as the Sites API takes them; null for none.</summary>
    public object? Settings { get; init; }

    /// <summary>What to look at in events_v2.</summary>
    public string Columns { get; init; } = "name";

    /// <summary>All rows of the site in events_v2, in order of the columns.</summary>
    public string[] Events { get; init; } = [];

    /// <summary>What to look at in sessions_v2; null when the case is not about sessions.</summary>
    public string? SessionColumns { get; init; }

    /// <summary>All sessions of the site.</summary>
    public string[] Sessions { get; init; } = [];
}
