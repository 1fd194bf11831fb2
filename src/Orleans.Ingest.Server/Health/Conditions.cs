using Orleans.Ingest.Contracts.Health;
using Orleans.Ingest.Web.Health;

namespace Orleans.Ingest.Server.Health;

/// <summary>Events can be accepted while the log takes them, whatever ClickHouse does.</summary>
internal static class Conditions
{
    /// <summary>A silo's condition as the health routes say it.</summary>
    public static HealthReport ReportOf(SiloCondition condition) => condition switch
    {
        { Fault: { } fault } => new(HealthStatus.Unavailable, [fault]),
        { Problems.IsEmpty: true } => HealthReport.Ok,
        _ => new(HealthStatus.Degraded, condition.Problems),
    };
}
