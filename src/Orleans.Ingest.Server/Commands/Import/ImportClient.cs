using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>Sends batches to the bulk endpoint.</summary>
internal sealed class ImportClient : IDisposable
{
    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(2);
    private readonly HttpClient _http;
    private readonly Uri _url;

    public ImportClient(Uri service, string key, bool backdate)
    {
        _http = new() { Timeout = _timeout };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        _url = new(service, backdate ? "api/v1/events?backdate=true" : "api/v1/events");
    }

    /// <summary>Sends the lines once.</summary>
    /// <exception cref="ImportRefusedException">The service will never take them.</exception>
    public async Task<ImportAnswer> SendAsync(IReadOnlyList<ImportLine> lines, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new ByteArrayContent(BodyOf(lines));
            content.Headers.ContentType = new("application/x-ndjson");
            using var answer = await _http.PostAsync(_url, content, cancellationToken);
            var body = await answer.Content.ReadAsStringAsync(cancellationToken);
            var retryAfter = RetryAfterOf(answer.Headers.RetryAfter);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => new(ResultsOf(body, lines.Count)),
                // With the results so far: what is stored need not be sent again.
                HttpStatusCode.ServiceUnavailable when body.StartsWith("{\"results\"", StringComparison.Ordinal) => new(ResultsOf(body, lines.Count), retryAfter, "the service could not keep all events (503)"),
                HttpStatusCode.RequestEntityTooLarge => new([], IsTooLarge: true),
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw new ImportRefusedException($"{_url.GetLeftPart(UriPartial.Authority)} refuses the key ({(int)answer.StatusCode}): give the right one with --key or Ingest__AdminKey."),
                HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new([], retryAfter, $"the service answered {(int)answer.StatusCode}"),
                _ => throw new ImportRefusedException($"{_url.GetLeftPart(UriPartial.Path)} answered {(int)answer.StatusCode}: is --url the address of Orleans.Ingest, and that of its API (Ingest:AdminUrls)? {body[..Math.Min(body.Length, 200)]}"),
            };
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new([], Fault: $"{_url.GetLeftPart(UriPartial.Authority)} does not answer ({error.Message})");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static byte[] BodyOf(IReadOnlyList<ImportLine> lines)
    {
        var body = new byte[lines.Sum(line => line.Json!.Value.Length + 1)];
        var at = 0;
        foreach (var line in lines)
        {
            line.Json!.Value.Span.CopyTo(body.AsSpan(at));
            at += line.Json.Value.Length;
            body[at++] = (byte)'\n';
        }

        return body;
    }

    private static TimeSpan? RetryAfterOf(RetryConditionHeaderValue? header) =>
        header is { Delta: { } delta } ? delta : header is { Date: { } date } ? date - TimeProvider.System.GetUtcNow() : null;

    private static ImmutableArray<ImportResult> ResultsOf(string body, int count)
    {
        using var document = JsonDocument.Parse(body);
        ImmutableArray<ImportResult> results = [.. document.RootElement.GetProperty("results").EnumerateArray().Select(result => new ImportResult(
            result.GetProperty("status").GetString()!,
            result.TryGetProperty("reason", out var reason) ? reason.GetString() : null,
            result.TryGetProperty("errors", out var errors) ? errors.GetRawText() : null))];
        return results.Length == count ? results : throw new JsonException($"{results.Length} results for {count} events");
    }
}
