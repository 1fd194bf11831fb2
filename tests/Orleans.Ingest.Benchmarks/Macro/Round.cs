namespace Orleans.Ingest.Benchmarks.Macro;

/// <summary>One measurement at peak.</summary>
/// <param name="Rate">Accepted events a second.</param>
/// <param name="MicrosecondsPerEvent">Processor time of all processes by accepted events, what follows them included.</param>
internal readonly record struct Round(double Rate, double MicrosecondsPerEvent);
