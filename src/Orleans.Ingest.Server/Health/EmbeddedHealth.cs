using Orleans.Ingest.ClickHouse.Embedded.Supervision;
using Orleans.Ingest.Grains.Health;
using Orleans.Ingest.Web.Health;

namespace Orleans.Ingest.Server.Health;

/// <summary>Front end, silo and ClickHouse on one machine.</summary>
internal sealed class EmbeddedHealth(SiloHealth silo, ClickHouseChild child) : IIngestHealth
{
    /// <inheritdoc />
    public HealthReport Report()
    {
        var condition = silo.Condition();
        return Conditions.ReportOf(condition with { Problems = [.. ClickHouseReasons(), .. condition.Problems] });
    }

    private IEnumerable<string> ClickHouseReasons()
    {
        var state = child.State;
        if (state.Phase == ClickHouseChildPhase.Ready) yield break;
        yield return $"The embedded ClickHouse is {state.Phase.ToString().ToLowerInvariant()}{(state.Reason is { } reason ? $": {reason}" : "")}; events are accepted and kept.";
    }
}
