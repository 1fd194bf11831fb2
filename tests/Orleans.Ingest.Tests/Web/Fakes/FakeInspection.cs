using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Health;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>A silo that sees what the test says.</summary>
public sealed class FakeInspection(TimeProvider time) : IInspectionGrain
{
    /// <summary>Changes what a healthy silo would answer.</summary>
    public Func<Inspection, Inspection> Change { get; set; } = static healthy => healthy;

    public Task<Inspection> InspectAsync(ImmutableArray<ulong> sites) => Task.FromResult(Change(new()
    {
        Now = time.GetUtcNow().UtcDateTime,
        ClickHouseVersion = "26.7",
        ClickHouseAhead = TimeSpan.Zero,
        LogMaxBytes = 1000,
        SeenSites = sites,
    }));
}
