namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>On whose behalf a connection works. The names are those of the engine's roles.</summary>
internal enum EngineRole
{
    /// <summary>May do everything.</summary>
    Owner,

    /// <summary>May select and show; reaches nothing outside the database.</summary>
    Reader,
}
