namespace Orleans.Ingest.Benchmarks.Traffic;

/// <summary>Somebody who comes again and again.</summary>
internal sealed class Visitor
{
    /// <summary>The site that is visited.</summary>
    public required string Domain { get; init; }

    /// <summary>Client address, as a proxy reports it.</summary>
    public required string Address { get; init; }

    /// <summary>As the browser sends it.</summary>
    public required string UserAgent { get; init; }

    /// <summary>The page that is open; null before the first.</summary>
    public string? Page { get; set; }
}
