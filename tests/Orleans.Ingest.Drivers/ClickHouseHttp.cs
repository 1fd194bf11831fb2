using System.Diagnostics;

namespace Orleans.Ingest.Drivers;

/// <summary>The embedded ClickHouse as any client sees it.</summary>
public sealed class ClickHouseHttp(Uri address) : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _client = new() { BaseAddress = address };

    public Uri Address => address;

    /// <summary>Rows of a query, fields parted by tabs; fails when ClickHouse refuses it.</summary>
    public async Task<string[]> QueryAsync(string sql)
    {
        using var answer = await _client.PostAsync(new Uri("", UriKind.Relative), new StringContent(sql));
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries) : throw new InvalidOperationException(text);
    }

    /// <summary>The same for a result that need not fit into memory.</summary>
    public async IAsyncEnumerable<string> LinesAsync(string sql)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("", UriKind.Relative)) { Content = new StringContent(sql) };
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line) yield return line;
    }

    /// <summary>Waits until a query answers what is expected (ClickHouse may be starting).</summary>
    public Task EventuallyAsync(string sql, params string[] expected) => EventuallyAsync(sql, _patience, expected);

    /// <summary>The same, with another patience than a minute.</summary>
    public async Task EventuallyAsync(string sql, TimeSpan patience, params string[] expected)
    {
        string[] last = [];
        await Until.TrueAsync(
            async () =>
            {
                try
                {
                    last = await QueryAsync(sql);
                }
                catch (Exception error) when (error is HttpRequestException or InvalidOperationException)
                {
                    last = [error.Message];
                }

                return last.SequenceEqual(expected);
            },
            patience,
            () => $"{sql}\nexpected: {string.Join(" | ", expected)}\nanswered: {string.Join(" | ", last)}");
    }

    /// <summary>Runs the program's <c>audit</c> on this ClickHouse: what it printed, and its exit status.</summary>
    public async Task<(string Output, int Status)> AuditAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Orleans.Ingest.Server.dll"), "audit", "--clickhouse", $"Host={address.Host};Port={address.Port}"])
            start.ArgumentList.Add(argument);
        using var audit = Process.Start(start)!;
        var output = await audit.StandardOutput.ReadToEndAsync();
        await audit.WaitForExitAsync();
        return (output, audit.ExitCode);
    }

    public void Dispose() => _client.Dispose();
}
