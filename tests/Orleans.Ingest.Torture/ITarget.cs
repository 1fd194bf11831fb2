using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Torture;

/// <summary>What is tortured: the embedded mode or a cluster.</summary>
public interface ITarget : IAsyncDisposable
{
    /// <summary>Where events are sent to, in turn.</summary>
    IReadOnlyList<Uri> FrontEnds { get; }

    /// <summary>Where they must arrive.</summary>
    ClickHouseHttp ClickHouse { get; }

    /// <summary>What can be done to it.</summary>
    IReadOnlyList<Blow> Blows { get; }

    /// <summary>Stops the service in an orderly way, all of its processes, and starts it again without some of its settings.</summary>
    Task StartAgainAsync(IReadOnlyList<string> without);

    /// <summary>Ends ClickHouse, and whatever starts it again meanwhile; not to be awaited longer than it takes.</summary>
    Task KillClickHouseAsync();

    /// <summary>Brings it back where nothing else does.</summary>
    Task StartClickHouseAsync();

    /// <summary>Something worth knowing at the end; null for nothing.</summary>
    string? Note { get; }
}
