using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Ingest.ClickHouse.Embedded.Supervision;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded;

/// <summary>A ClickHouse as the child of this test process.</summary>
public sealed class SupervisedClickHouse : IAsyncLifetime
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("clickhouse-child").FullName;

    public ClickHouseChild Child { get; private set; } = null!;

    public ConcurrentQueue<ClickHouseChildState> States { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Child = new ClickHouseChild(
            Options.Create(new ClickHouseChildOptions { DataDirectory = DataDirectory, HttpPort = 0, Command = ClickHouseProcess.Command }),
            TimeProvider.System,
            NullLoggerFactory.Instance);
        Child.OnChange(States.Enqueue);
        await Child.StartAsync(CancellationToken.None);
        await Child.WhenReadyAsync();
    }

    /// <summary>The answer or the error's text.</summary>
    public async Task<string> AskAsync(string sql, string query = "", bool asWriter = false, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Child.Endpoint!, "/" + query)) { Content = new StringContent(sql) };
        if (asWriter) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClickHouseChild.WriterName}:{Child.WriterPassword}")));
        using var response = await _http.SendAsync(request, cancellationToken);
        return (await response.Content.ReadAsStringAsync(cancellationToken)).TrimEnd('\n');
    }

    public async ValueTask DisposeAsync()
    {
        await Child.StopAsync(CancellationToken.None);
        Child.Dispose();
        _http.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
    }
}
