using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Ingest.ClickHouse.Embedded.Supervision;
using Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Local;
using Orleans.Ingest.Grains.Batching;
using Orleans.Ingest.Server.Modes;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Server;

/// <summary>The whole service on a disk whose syncs take as long as the test likes.</summary>
public sealed class SlowDiskTests : IAsyncLifetime
{
    private const int Crowd = 50;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-slow-disk-");
    private readonly GatedDisk _disk = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(2) };
    private readonly int _clickHousePort = Drivers.FreePort.Next();
    private WebApplication _service = null!;

    [Fact]
    public async Task All_that_arrive_during_one_sync_share_the_next_one()
    {
        var service = await StartAsync("00:01:00");
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync("/warm", visitor: 0));
        _disk.Gate.Reset();
        var first = SendAsync("/first", visitor: 1);
        await Until.TrueAsync(() => _disk.Held > 0, () => "Nothing is synced.");
        var before = _disk.Appends;
        var crowd = Enumerable.Range(2, Crowd).Select(visitor => SendAsync("/crowd", visitor)).ToArray();
        var accumulator = service.GetRequiredService<EventAccumulators>()[0];
        await Until.TrueAsync(() => accumulator.Waiting >= Crowd, () => $"{accumulator.Waiting} of {Crowd} wait for the next append.");
        Assert.False(first.IsCompleted);
        Assert.All(crowd, one => Assert.False(one.IsCompleted));

        _disk.Gate.Set();
        Assert.All(await Task.WhenAll([first, .. crowd]), status => Assert.Equal(HttpStatusCode.Accepted, status));
        // One of their own, and perhaps one of what else rides in the log.
        Assert.InRange(_disk.Appends - before, 1, 2);
        await AreStoredAsync("count(), uniqExact(user_id, pathname), (SELECT sum(sign * events) FROM sessions_v2)", "52\t52\t52");
    }

    [Fact]
    public async Task A_sync_that_takes_longer_than_the_budget_is_answered_503_with_Retry_After_and_then_events_go_on()
    {
        await StartAsync("00:00:02");
        await Until.TrueAsync(async () => await SendAsync("/warm", visitor: 0) == HttpStatusCode.Accepted, TimeSpan.FromMinutes(1), () => "No event is accepted.");
        _disk.Gate.Reset();
        using (var refused = await PostAsync("/late", visitor: 1))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("1", string.Join(',', refused.Headers.GetValues("Retry-After")));
        }

        Assert.NotEqual(0, _disk.Held);
        _disk.Gate.Set();
        await Until.TrueAsync(async () => await SendAsync("/after", visitor: 2) == HttpStatusCode.Accepted, TimeSpan.FromMinutes(1), () => "No event is accepted.");
        // Its sync has come to an end after all: what was refused is there, once, however often it was tried.
        await AreStoredAsync("countIf(pathname = '/late'), countIf(pathname = '/after') > 0, count() = (SELECT sum(sign * events) FROM sessions_v2)", "1\t1\t1");
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _disk.Gate.Set();
        await _service.StopAsync();
        await _service.DisposeAsync();
        _disk.Dispose();
        _client.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task<IServiceProvider> StartAsync(string budget)
    {
        string[] args =
        [
            "--Urls=http://127.0.0.1:0", $"--Ingest:DataDirectory={_directory.FullName}", $"--Ingest:RetryBudget={budget}",
            string.Create(CultureInfo.InvariantCulture, $"--Ingest:ClickHouse:HttpPort={_clickHousePort}"),
        ];
        _service = EmbeddedMode.Build(args, services =>
        {
            services.PostConfigure<ClickHouseChildOptions>(child => child.Command = ClickHouseProcess.Command);
            services.AddSingleton<IDurableLog>(provider => LocalDurableLog.Open(
                new() { Directory = Path.Combine(_directory.FullName, "log") }, _disk, provider.GetRequiredService<TimeProvider>(), NullLogger<LocalDurableLog>.Instance));
        });
        await _service.StartAsync();
        _client.BaseAddress = new(_service.Urls.First());
        return _service.Services;
    }

    private async Task AreStoredAsync(string columns, string expected)
    {
        using var clickHouse = new ClickHouseHttp(new Uri($"http://127.0.0.1:{_clickHousePort}/"));
        await clickHouse.EventuallyAsync($"SELECT {columns} FROM events_v2", expected);
    }

    private async Task<HttpStatusCode> SendAsync(string path, int visitor)
    {
        using var answer = await PostAsync(path, visitor);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> PostAsync(string path, int visitor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/event") { Content = new StringContent($$"""{"n":"pageview","u":"http://localhost{{path}}","d":"localhost"}""", Encoding.UTF8, "text/plain") };
        request.Headers.TryAddWithoutValidation("User-Agent", "curl/8.0");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"192.0.2.{visitor}"));
        return await _client.SendAsync(request);
    }
}
