using System.Diagnostics;
using Orleans.Ingest.Contracts.Telemetry;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;

namespace Orleans.Ingest.Tests.Web;

public sealed class WebMetricsTests
{
    [Fact]
    public void An_event_that_nobody_measures_costs_no_memory()
    {
        var metrics = Measures.New();
        Count();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Count();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Count()
        {
            metrics.Stored();
            metrics.Dropped(DropReason.Bot);
            metrics.LookedUp("site", isHit: true);
            metrics.LeaseRenewed(0, 3);
            _ = IngestTelemetry.SampledParent;
        }
    }

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, true)]
    [InlineData(ActivityTraceFlags.None, false)]
    public void A_context_is_handed_on_for_a_sampled_request_alone(ActivityTraceFlags flags, bool expected)
    {
        using var request = new Activity("request") { ActivityTraceFlags = flags };
        request.SetIdFormat(ActivityIdFormat.W3C).Start();
        Assert.Equal(expected ? request.Id : null, IngestTelemetry.SampledParent);
    }
}
