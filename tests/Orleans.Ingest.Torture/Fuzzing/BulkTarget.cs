using System.Globalization;
using System.Text;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary><c>POST /api/v1/events</c>: arrays and lines of events of a site of its own. As many rows as results that say "accepted".</summary>
internal sealed class BulkTarget(ServiceProcess service, string key) : IFuzzTarget
{
    /// <summary>The site that its events are of.</summary>
    public const string Site = "bulk.example";

    private int _rows;
    private int _unknown;

    public string Name => "bulk";

    public int Share => 4;

    public int Port => service.Url.Port;

    public int Rows => _rows;

    public int Unknown => _unknown;

    public FuzzRequest Make(Random random, int number)
    {
        var now = TimeProvider.System.GetUtcNow();
        var events = Enumerable.Range(0, random.Next(1, 12)).Select(i =>
        {
            var one = new JsonObjectText().With("n", "\"pageview\"").With("u", $"\"http://{Site}/b{number}/{i}\"").With("d", $"\"{Site}\"")
                .With("timestamp", random.Next(2) == 0 ? $"\"{now.AddSeconds(-random.Next(200_000)):O}\"" : now.AddSeconds(-random.Next(200_000)).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture))
                .With("ip", $"\"203.0.113.{random.Next(256)}\"").With("user_agent", "\"curl/8.0\"");
            if (random.Next(3) == 0) one.With("id", $"\"{number}-{i / 2}\"");
            return random.Next(3) == 0 ? one.Mutate(random).ToString() : one.ToString();
        });
        var lines = random.Next(2) == 0;
        var text = lines ? string.Join('\n', events) : $"[{string.Join(',', events)}]";
        var body = random.Next(10) switch
        {
            < 6 => Encoding.UTF8.GetBytes(text),
            < 9 => NastyJson.Mutate(random, text),
            _ => NastyJson.Noise(random),
        };
        return new HttpText(random).Frame("POST", "/api/v1/events", [$"Authorization: Bearer {key}", $"Content-Type: {(lines ? "application/x-ndjson" : "application/json")}"], body);
    }

    public string? Judge(FuzzRequest request, FuzzAnswer answer)
    {
        if (answer.Status == 0) Interlocked.Add(ref _unknown, 12);
        if (answer.Status == 200) Interlocked.Add(ref _rows, answer.Body.Split("\"accepted\"").Length - 1);
        return null;
    }

    // What its rows add up to is all there is to know: a mutation may have taken any of their marks.
    public Task<IReadOnlyList<string>> CompareAsync(ClickHouseHttp clickHouse) => Task.FromResult<IReadOnlyList<string>>([]);
}
