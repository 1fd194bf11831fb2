using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Benchmarks.Targets;

/// <summary>The bare endpoint in a process of its own.</summary>
internal sealed class BareTarget : IBenchmarkTarget
{
    private readonly ProgramProcess _process;

    private BareTarget(Uri url)
    {
        Url = url;
        _process = new("dotnet", [typeof(BareTarget).Assembly.Location, "bare", url.ToString().TrimEnd('/')], AppContext.BaseDirectory);
    }

    public string Name => "bare endpoint";

    public Uri Url { get; }

    public static async Task<BareTarget> StartAsync()
    {
        var target = new BareTarget(new($"http://127.0.0.1:{FreePort.Next()}/"));
        target._process.Start();
        using var client = new HttpClient();
        await target._process.HealthyAsync(client, new(target.Url, "health"), TimeSpan.FromMinutes(1));
        return target;
    }

    public Task<IReadOnlyList<int>> ProcessesAsync() => Task.FromResult<IReadOnlyList<int>>([_process.Id]);

    public Task SettleAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _process.Dispose();
        return ValueTask.CompletedTask;
    }
}
