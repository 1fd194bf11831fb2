using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orleans.Ingest.Benchmarks.Traffic;

/// <summary>
/// Requests as a proxy would hand them on, made ready to be sent so that making them costs the run nothing: sites, visitors and pages by
/// Zipf, the user agents of people, campaigns and referrers on first pages, 10 % custom events with props, and an engagement event
/// for one page in three. The same for the same seed.
/// </summary>
internal sealed class RecordedTraffic
{
    private const int Sites = 20;
    private const int Visitors = 30_000;
    private const int Pages = 2_000;

    private static readonly string[] _referrers =
    [
        "https://www.google.com/", "https://duckduckgo.com/", "https://news.ycombinator.com/item?id=1", "https://t.co/abc", "https://www.reddit.com/r/selfhosted/",
        "android-app://com.google.android.gm", "https://blog.example.org/a-post", "https://chatgpt.com/",
    ];

    private readonly Random _random;
    private readonly Visitor[] _visitors;
    private readonly Zipf _visitorRanks = new(Visitors);
    private readonly Zipf _pageRanks = new(Pages);

    /// <param name="seed">Decides it.</param>
    public RecordedTraffic(int seed)
    {
        _random = new(seed);
        var agents = PeoplesAgents();
        var siteRanks = new Zipf(Sites);
        _visitors = [.. Enumerable.Range(0, Visitors).Select(_ => new Visitor
        {
            Domain = Domain(siteRanks.Next(_random)),
            Address = string.Create(CultureInfo.InvariantCulture, $"{_random.Next(11, 100)}.{_random.Next(256)}.{_random.Next(256)}.{_random.Next(1, 255)}"),
            UserAgent = agents[_random.Next(agents.Length)],
        })];
    }

    /// <summary>Domains of all sites.</summary>
    public static IEnumerable<string> Domains => Enumerable.Range(0, Sites).Select(Domain);

    /// <summary>The next events, as whole HTTP/1.1 requests.</summary>
    public IReadOnlyList<byte[]> Requests(int count) => [.. Enumerable.Range(0, count).Select(_ => Request(Next()))];

    /// <summary>
    /// The next events, as a body of the bulk endpoint. They happen when they arrive: times of their own, sent again and again, would be events that come late,
    /// whose visits are put in order afterwards.
    /// </summary>
    /// <param name="count">Of events.</param>
    /// <param name="ids">Whether each has an id of its own.</param>
    public byte[] Bulk(int count, bool ids)
    {
        var lines = new ArrayBufferWriter<byte>();
        for (var i = 0; i < count; i++)
        {
            var (visitor, body) = Next();
            (body["ip"], body["user_agent"]) = (visitor.Address, visitor.UserAgent);
            if (ids) body["id"] = _random.NextInt64();
            lines.Write(JsonSerializer.SerializeToUtf8Bytes(body));
            lines.Write("\n"u8);
        }

        return lines.WrittenSpan.ToArray();
    }

    private static string Domain(int site) => string.Create(CultureInfo.InvariantCulture, $"site-{site}.example");

    private static string[] PeoplesAgents()
    {
        using var stream = typeof(RecordedTraffic).Assembly.GetManifestResourceStream("ua-sample.tsv")!;
        using var reader = new StreamReader(stream);
        var rows = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.TrimEnd('\r').Split('\t'));
        return [.. rows.Where(columns => columns[^1] == "0").Select(columns => columns[0])];
    }

    private (Visitor Visitor, Dictionary<string, object> Body) Next()
    {
        var visitor = _visitors[_visitorRanks.Next(_random)];
        var draw = _random.NextDouble();
        if (visitor.Page is null || draw < 0.65) return (visitor, Pageview(visitor));
        return (visitor, draw < 0.75 ? Custom(visitor) : Engagement(visitor));
    }

    private Dictionary<string, object> Pageview(Visitor visitor)
    {
        var isFirst = visitor.Page is null;
        visitor.Page = string.Create(CultureInfo.InvariantCulture, $"https://{visitor.Domain}/section-{_pageRanks.Next(_random) % 40}/page-{_pageRanks.Next(_random)}");
        var body = Body("pageview", visitor);
        if (isFirst && _random.NextDouble() < 0.5) body["r"] = _referrers[_random.Next(_referrers.Length)];
        if (isFirst && _random.NextDouble() < 0.1) body["u"] = $"{visitor.Page}?utm_source=newsletter&utm_medium=email&utm_campaign=autumn";
        return body;
    }

    private Dictionary<string, object> Custom(Visitor visitor)
    {
        var body = Body(_random.Next(2) == 0 ? "Outbound Link: Click" : "Signup", visitor);
        body["p"] = new Dictionary<string, string> { ["url"] = _referrers[_random.Next(_referrers.Length)], ["plan"] = _random.Next(2) == 0 ? "free" : "pro" };
        return body;
    }

    private Dictionary<string, object> Engagement(Visitor visitor)
    {
        var body = Body("engagement", visitor);
        body["sd"] = _random.Next(101);
        body["e"] = _random.Next(1000, 120_000);
        body["v"] = 24;
        return body;
    }

    private static Dictionary<string, object> Body(string name, Visitor visitor) => new() { ["n"] = name, ["u"] = visitor.Page!, ["d"] = visitor.Domain, ["v"] = 24 };

    private static byte[] Request((Visitor, Dictionary<string, object>) next)
    {
        var (visitor, body) = next;
        var json = JsonSerializer.SerializeToUtf8Bytes(body);
        var head = string.Create(CultureInfo.InvariantCulture, $"""
            POST /api/event HTTP/1.1
            Host: ingest.example
            User-Agent: {visitor.UserAgent}
            Content-Type: text/plain
            Accept: */*
            Accept-Language: en-GB,en;q=0.7
            Origin: https://{visitor.Domain}
            Referer: https://{visitor.Domain}/
            X-Forwarded-For: {visitor.Address}
            Content-Length: {json.Length}


            """).ReplaceLineEndings("\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. json];
    }
}
