namespace Orleans.Ingest.EndToEnd.Tests.Drivers;

/// <summary>The embedded ClickHouse as any client sees it.</summary>
internal sealed class ClickHouseHttp(Uri address) : IDisposable
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

    /// <summary>Waits until a query answers what is expected (ClickHouse may be starting).</summary>
    public async Task EventuallyAsync(string sql, params string[] expected)
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
            _patience,
            () => $"{sql}\nexpected: {string.Join(" | ", expected)}\nanswered: {string.Join(" | ", last)}");
    }

    public void Dispose() => _client.Dispose();
}
