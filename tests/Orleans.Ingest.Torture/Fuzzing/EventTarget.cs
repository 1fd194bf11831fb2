using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>
/// <c>POST /api/event</c>. A path ends in the request's number where the mutation leaves it; what a body says is asked of the service's own parser, so that each 202 stands
/// for so many rows.
/// </summary>
internal sealed partial class EventTarget(ServiceProcess service) : IFuzzTarget
{
    private static readonly string[] _names = ["pageview", "pageview", "Signup", "engagement", "404", "Purchase", "x"];
    private static readonly string[] _agents =
    [
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
        "curl/8.0", "", "Googlebot/2.1", "\xFF\xFE\xE2\x28\xA1", "((((((((((((((((((((", "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "a b c d e f g; /;;;/1.2.3.4.5.6.7.8.9",
    ];

    private readonly ConcurrentDictionary<string, int> _expected = [];
    private int _rows;
    private int _unknown;

    public string Name => "event";

    public int Share => 72;

    public int Port => service.Url.Port;

    public int Rows => _rows;

    public int Unknown => _unknown;

    public FuzzRequest Make(Random random, int number)
    {
        var event_ = new JsonObjectText()
            .With(random.Next(4) == 0 ? "name" : "n", $"\"{_names[random.Next(_names.Length)]}\"")
            .With(random.Next(4) == 0 ? "url" : "u", $"\"http://localhost/{random.Next(50)}/f{number}?utm_source=s{random.Next(5)}&ref=%E2%82%AC#h\"")
            .With(random.Next(4) == 0 ? "domain" : "d", random.Next(12) == 0 ? "\"localhost,nowhere.example\"" : "\"localhost\"");
        if (random.Next(3) == 0) event_.With("r", "\"https://www.google.com/search?q=x\"");
        if (random.Next(3) == 0) event_.With(random.Next(2) == 0 ? "p" : "m", """{"author":"a","n":12.50,"b":true,"z":null}""");
        if (random.Next(6) == 0) event_.With("$", """{"amount":"12.34","currency":"EUR"}""");
        if (random.Next(3) == 0) event_.With("sd", "55").With("e", "4200").With("v", "24");
        if (random.Next(8) == 0) event_.With("h", "1").With("i", "false");
        byte[] body = random.Next(100) switch
        {
            < 30 => Encoding.UTF8.GetBytes(event_.ToString()),
            < 70 => Encoding.UTF8.GetBytes(event_.Mutate(random).ToString()),
            < 95 => NastyJson.Mutate(random, event_.ToString()),
            < 99 => NastyJson.Noise(random),
            _ => new byte[random.Next(900_000, 1_100_000) / (random.Next(20) == 0 ? 1 : 100)],
        };
        var agent = _agents[random.Next(_agents.Length)];
        string[] headers = [$"User-Agent: {agent}", string.Create(CultureInfo.InvariantCulture, $"X-Forwarded-For: 198.51.{random.Next(4)}.{random.Next(256)}"), "Content-Type: text/plain"];
        return new HttpText(random).Frame("POST", "/api/event", headers, body);
    }

    public string? Judge(FuzzRequest request, FuzzAnswer answer)
    {
        var parsed = EventParser.Parse(request.Body, new(TimeProvider.System.GetUtcNow().UtcDateTime, null, IpClass.None, null, OptedOut: false)).Request;
        if (answer.Status == 0)
        {
            Interlocked.Add(ref _unknown, parsed?.Domains.Length ?? 0);
            return null;
        }

        if (answer.Status != 202) return null;
        if (parsed is null) return "202 for a body that cannot be read";
        var stored = parsed.Domains.Length - (answer.Header("x-plausible-dropped") is { } dropped ? int.Parse(dropped, CultureInfo.InvariantCulture) : 0);
        Interlocked.Add(ref _rows, stored);
        if (stored > 0 && Mark().Match(parsed.Pathname) is { Success: true } mark) _expected.AddOrUpdate(mark.Value, stored, (_, before) => before + stored);
        return null;
    }

    public async Task<IReadOnlyList<string>> CompareAsync(ClickHouseHttp clickHouse)
    {
        var found = new List<string>();
        var marks = new Dictionary<string, int>();
        // Every column of every row is read, as a client would: each line is a row that can be read as JSON.
        await foreach (var line in clickHouse.LinesAsync("SELECT * FROM events_v2 FORMAT JSONEachRow"))
        {
            var row = System.Text.Json.JsonElement.Parse(line);
            if (Mark().Match(row.GetProperty("pathname").GetString()!) is { Success: true } mark) marks[mark.Value] = marks.GetValueOrDefault(mark.Value) + 1;
        }

        foreach (var (mark, expected) in _expected)
        {
            if (marks.GetValueOrDefault(mark) is var stored && stored != expected) found.Add($"event: request {mark} was acknowledged for {expected} rows, {stored} are stored");
        }

        return found;
    }

    [GeneratedRegex("/f[0-9]+")]
    private static partial Regex Mark();
}
