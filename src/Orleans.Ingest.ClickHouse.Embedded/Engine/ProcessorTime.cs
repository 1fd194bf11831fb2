namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>What a process has had of the processors since it began.</summary>
/// <param name="Used">Time on a core, of all threads.</param>
/// <param name="Waited">Time that threads were ready and no core was free for them; zero where the system does not tell.</param>
internal readonly record struct ProcessorTime(TimeSpan Used, TimeSpan Waited);
