using System.Diagnostics;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Awaits a condition that nobody announces.</summary>
internal static class Until
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> condition, Func<string> otherwise)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(began) > _patience) throw new TimeoutException(otherwise());
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
