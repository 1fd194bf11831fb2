using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Ingest.Grains.Placement;

/// <summary>
/// Orleans collects idle grains by the machine's time of day, and activates none whose collection would be due before the next one: set back by more than five minutes (the age limit of a
/// session's grain), a machine would serve no visitor who is not in memory, until its clock has come to where it was. Here collection goes by the time that has passed.
/// </summary>
public static class SteadyCollection
{
    // Not public, in Orleans 10.4; ClockJumpTests tells when it is another.
    private const string Collector = "Orleans.Runtime.ActivationCollector";

    /// <summary>Makes it so. To be called where the silo is configured, behind Orleans' own services.</summary>
    public static ISiloBuilder CollectBySteadyTime(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        if (silo.Services.FirstOrDefault(service => service.ServiceType.FullName == Collector) is not { ServiceType: var type }) return silo;
        silo.Services.Replace(ServiceDescriptor.Singleton(type, services => ActivatorUtilities.CreateInstance(services, type, new SteadyTime(services.GetRequiredService<TimeProvider>()))));
        return silo;
    }

    /// <summary>Begins with the time of day, and goes on as timestamps do, whatever becomes of the clock.</summary>
    private sealed class SteadyTime(TimeProvider time) : TimeProvider
    {
        private readonly DateTimeOffset _began = time.GetUtcNow();
        private readonly long _timestamp = time.GetTimestamp();

        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => _began + time.GetElapsedTime(_timestamp);

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
    }
}
