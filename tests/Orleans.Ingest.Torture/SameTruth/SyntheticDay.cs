using System.Globalization;
using System.Text;

namespace Orleans.Ingest.Torture.SameTruth;

/// <summary>
/// A day of traffic that is the same for the same seed: visits with a midnight among them, gaps around the half hour that parts visits, custom events, revenue, engagement, and
/// what rules drop. A visitor's campaign is his number, so that his rows are found in every database, whatever his ids are there.
/// </summary>
internal sealed class SyntheticDay(int seed)
{
    /// <summary>The site.</summary>
    public const string Domain = "day.example";

    /// <summary>Addresses that the service is told are of a data centre.</summary>
    public const string Datacentre = "198.51.100.0/24";

    /// <summary>What the site's shields refuse.</summary>
    public static readonly (string Kind, string Value)[] Shields = [("page", "/internal/**"), ("ip", "203.0.113.7"), ("hostname", "shop.example"), ("hostname", "*.shop.example")];

    private static readonly string[] _agents =
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
    ];

    private static readonly string[] _referrers = ["", "https://www.google.com/", "https://news.ycombinator.com/item?id=1", "https://t.co/x", "https://blog.example/post"];

    private const int Engagement = 7;
    private static readonly TimeSpan _alive = TimeSpan.FromMinutes(29);
    private readonly Random _random = new(seed);

    /// <summary>The events in the order of their times. No two of a visitor have the same second, for which no order is the right one.</summary>
    public DayEvent[] Make(int count, DateTimeOffset end)
    {
        var events = new List<DayEvent>(count + 100);
        for (var visitor = 0; events.Count < count; visitor++)
        {
            var at = end.AddSeconds(-_random.Next(2 * 3600, 24 * 3600));
            if (_random.Next(40) == 0) events.Add(Event(visitor++, at, events.Count, Engagement));
            var stored = DateTimeOffset.MinValue;
            for (var left = _random.Next(1, 24); left > 0 && at < end; left--)
            {
                // An engagement without a visit is one of a visitor who has nothing else: sent again after a blow, it would find a visit that came behind it.
                var kind = _random.Next(at - stored < _alive ? 0 : Engagement + 1, 100);
                if (kind is < 30 or > 37) stored = at;
                events.Add(Event(visitor, at, events.Count, kind));
                at = at.AddSeconds(1 + _random.Next(8) switch { 0 => _random.Next(1700, 1900), 1 => _random.Next(3600, 9000), _ => _random.Next(2, 400) });
            }
        }

        return [.. events.OrderBy(e => e.At).ThenBy(e => e.Json, StringComparer.Ordinal)];
    }

    private DayEvent Event(int visitor, DateTimeOffset at, int number, int kind)
    {
        var name = kind switch { <= Engagement => "engagement", < 16 => "Purchase", < 22 => "Scroll", _ => "pageview" };
        var page = (kind == 30 ? "/internal" : "") + string.Create(CultureInfo.InvariantCulture, $"/p{_random.Next(500)}");
        var json = new StringBuilder("{");
        Add("n", name);
        Add("u", string.Create(CultureInfo.InvariantCulture, $"https://{(kind == 31 ? "elsewhere.example" : "shop.example")}{page}?utm_campaign=v{visitor}"));
        Add("d", kind == 32 ? "nobody.example" : Domain);
        Add("r", kind == 33 ? "https://0-0.fr/" : _referrers[_random.Next(_referrers.Length)]);
        // One visitor is one address and one agent, but for what a rule drops.
        Add("ip", kind switch
        {
            34 => "203.0.113.7",
            35 => string.Create(CultureInfo.InvariantCulture, $"198.51.100.{_random.Next(256)}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"100.{64 + (visitor >> 16)}.{(visitor >> 8) & 255}.{visitor & 255}"),
        });
        Add("user_agent", kind == 36 ? "Googlebot/2.1 (+http://www.google.com/bot.html)" : _agents[visitor % _agents.Length]);
        if (kind == 37) json.Append("\"p\":7,");
        else if (name != "engagement" && _random.Next(3) == 0) json.Append(CultureInfo.InvariantCulture, $"\"p\":{{\"author\":\"a{_random.Next(20)}\"}},");
        if (name == "Purchase") json.Append(CultureInfo.InvariantCulture, $"\"$\":{{\"amount\":{_random.Next(100, 99999) / 100m},\"currency\":\"EUR\"}},");
        if (name == "Scroll") json.Append("\"i\":false,");
        if (name == "engagement") json.Append(CultureInfo.InvariantCulture, $"\"e\":{_random.Next(1, 60_000)},\"sd\":{_random.Next(101)},");
        json.Append(CultureInfo.InvariantCulture, $"\"timestamp\":{at.ToUnixTimeMilliseconds()},\"id\":\"{number}\"}}");
        return new(at, name == "engagement", json.ToString());

        void Add(string field, string value) => json.Append(CultureInfo.InvariantCulture, $"\"{field}\":\"{value}\",");
    }
}
