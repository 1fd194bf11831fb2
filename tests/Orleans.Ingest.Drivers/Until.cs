using System.Diagnostics;

namespace Orleans.Ingest.Drivers;

/// <summary>Awaits a condition that nobody announces.</summary>
public static class Until
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Awaits it for a minute.</summary>
    public static Task TrueAsync(Func<bool> condition, Func<string> otherwise) => TrueAsync(() => Task.FromResult(condition()), _patience, otherwise);

    /// <summary>Awaits it for as long as the patience lasts.</summary>
    /// <exception cref="TimeoutException">It did not come true; says what the last argument says.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan patience, Func<string> otherwise)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(began) > patience) throw new TimeoutException(otherwise());
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
