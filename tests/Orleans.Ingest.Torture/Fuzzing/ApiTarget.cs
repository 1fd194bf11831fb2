using System.Text;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>The Sites API and <c>/api/v1/check</c>: sites, shields, goals, keys of a few names, and what cannot be names. The sites of the other targets are left alone.</summary>
internal sealed class ApiTarget(ServiceProcess service, string key) : IFuzzTarget
{
    private static readonly string[] _kinds = ["hostname", "page", "ip", "country", "nothing", "..", "%00"];
    private static readonly string[] _methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"];
    private static readonly string[] _fields =
    [
        "domain", "timezone", "ingest_rate_limit_threshold", "ingest_rate_limit_scale_seconds", "accept_traffic_until", "value", "event_name", "currency", "site_id", "goal_type", "name", "honour_gpc", "client_hints", "quarantine", "n", "u", "d", "ip", "timestamp",
    ];

    public string Name => "api";

    public int Share => 20;

    public int Port => service.Url.Port;

    public FuzzRequest Make(Random random, int number)
    {
        var site = $"fuzz{random.Next(40)}.example";
        var body = new JsonObjectText().With("domain", $"\"{site}\"");
        for (var i = random.Next(0, 5); i > 0; i--) body.With(_fields[random.Next(_fields.Length)], random.Next(3) == 0 ? $"\"{site}\"" : NastyJson.Value(random));
        var named = random.Next(12) == 0 ? Uri.EscapeDataString(new string([.. Encoding.Latin1.GetString(NastyJson.Noise(random)).Take(40)])) : site;
        // Half of what is made is taken away again, so that the sites do not grow without end.
        var (method, path) = random.Next(12) switch
        {
            0 => ("POST", "/api/v1/sites"),
            1 => ("GET", $"/api/v1/sites/{named}"),
            2 => ("PUT", $"/api/v1/sites/{site}"),
            3 or 4 => ("DELETE", $"/api/v1/sites/{named}"),
            5 => (random.Next(2) == 0 ? "POST" : "GET", $"/api/v1/sites/{named}/shields/{_kinds[random.Next(_kinds.Length)]}"),
            6 => ("DELETE", $"/api/v1/sites/{named}/shields/ip/{(random.Next(2) == 0 ? "1" : "99999999999999999999")}"),
            7 => (random.Next(2) == 0 ? "POST" : "GET", $"/api/v1/sites/{named}/goals"),
            8 => ("PUT", "/api/v1/sites/goals"),
            9 => ("GET", $"/api/v1/sites/goals?site_id={named}&%zz=&site_id="),
            10 => (_methods[random.Next(_methods.Length)], $"/api/v1/{(random.Next(2) == 0 ? "sites" : "keys")}/{named}/%2e%2e/{Uri.EscapeDataString(site)}"),
            _ => ("POST", "/api/v1/check"),
        };
        var text = random.Next(3) == 0 ? NastyJson.Mutate(random, body.ToString()) : Encoding.UTF8.GetBytes((random.Next(2) == 0 ? body : body.Mutate(random)).ToString());
        // Now and then without the key, or with another one.
        string[] headers = random.Next(20) == 0 ? ["Content-Type: application/json"] : [$"Authorization: Bearer {key}", "Content-Type: application/json"];
        return new HttpText(random).Frame(method, path, headers, method is "GET" ? [] : text);
    }

    public string? Judge(FuzzRequest request, FuzzAnswer answer) => null;

    public async Task<IReadOnlyList<string>> CompareAsync(ClickHouseHttp clickHouse)
    {
        var rows = await clickHouse.QueryAsync("SELECT count() FROM events_v2 WHERE startsWith(hostname, 'fuzz')");
        return rows is ["0"] ? [] : [$"api: {rows[0]} events are stored that only /api/v1/check was asked about"];
    }
}
