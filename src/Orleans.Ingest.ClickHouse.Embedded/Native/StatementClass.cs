namespace Orleans.Ingest.ClickHouse.Embedded.Native;

/// <summary>What a statement does to state that outlives it, as the engine's own parser says. Values are the C API's.</summary>
internal enum StatementClass
{
    /// <summary>SELECT, SHOW, DESCRIBE, EXPLAIN, EXISTS, CHECK.</summary>
    ReadOnly = 0,

    /// <summary>Changes a database.</summary>
    Mutating = 1,

    /// <summary>Changes something beside the databases: functions, users, named collections.</summary>
    MutatingGlobal = 2,

    /// <summary>Changes the connection (SET, USE, SET ROLE, temporary tables), the server, or a file (INTO OUTFILE).</summary>
    Control = 3,

    /// <summary>Was not parsed.</summary>
    Unknown = 4,
}
