namespace Orleans.Ingest.Torture;

/// <summary>What a round kills.</summary>
public enum Victim
{
    /// <summary>The service; its ClickHouse ends with it.</summary>
    Service,

    /// <summary>The ClickHouse process alone: visitors must not notice.</summary>
    ClickHouse,

    /// <summary>Both at once.</summary>
    Both,
}
