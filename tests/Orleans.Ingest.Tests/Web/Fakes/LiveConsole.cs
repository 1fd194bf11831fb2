using System.Text.Json.Nodes;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>An open console: reads the server-sent events of <c>/api/v1/live</c>.</summary>
internal sealed class LiveConsole(HttpResponseMessage answer, StreamReader reader) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<LiveConsole> OpenAsync(WebHost web, string key = WebHost.Key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/live");
        request.Headers.Authorization = new("Bearer", key);
        var answer = await web.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return new(answer.EnsureSuccessStatusCode(), new(await answer.Content.ReadAsStreamAsync()));
    }

    /// <summary>Reads until a message of this kind is what is waited for.</summary>
    public async Task UntilAsync(string kind, Func<JsonNode, bool> isIt)
    {
        using var patience = new CancellationTokenSource(Patience);
        var last = "";
        while (await reader.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal)) last = line["event: ".Length..];
            if (line.StartsWith("data: ", StringComparison.Ordinal) && last == kind && isIt(JsonNode.Parse(line["data: ".Length..])!)) return;
        }

        throw new InvalidOperationException($"The stream ended before the '{kind}' that was waited for.");
    }

    /// <summary>Reads to the end; false when it does not come.</summary>
    public async Task<bool> EndsAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (await reader.ReadLineAsync(patience.Token) is not null) continue;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        reader.Dispose();
        answer.Dispose();
    }
}
