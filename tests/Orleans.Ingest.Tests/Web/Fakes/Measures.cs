using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Web;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>Meters of a test's own.</summary>
internal static class Measures
{
    public static IMeterFactory NewMeters() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public static WebMetrics New() => new(NewMeters());
}
