using System.Diagnostics;
using System.Globalization;
using System.Net;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.EndToEnd.Tests.Pictures;

/// <summary>What a few small sites get in a minute, the same at every run but for the times.</summary>
internal sealed class PictureTraffic(ServiceProcess service)
{
    // Of MaxMind's test database: each has a place.
    private static readonly string[] _networks = ["2.125.160.{0}", "216.160.83.{0}", "89.160.20.{0}", "175.16.199.{0}", "81.2.69.{0}", "67.43.156.{0}"];
    private static readonly string[] _pages = ["/", "/pricing", "/about", "/signup", "/blog/how-we-count-without-cookies", "/docs/start", "/admin/users"];
    private static readonly string[] _referrers = ["https://www.google.com/", "https://duckduckgo.com/", "https://chatgpt.com/", "https://news.ycombinator.com/", "", "", ""];
    private static readonly string[] _sites = ["shop.example", "shop.example", "shop.example", "docs.example", "blog.example"];

    private static readonly string[] _agents =
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
    ];

    private readonly Random _random = new(19);

    /// <summary>Makes the sites.</summary>
    public async Task BeginAsync()
    {
        foreach (var domain in _sites.Distinct()) await service.CallSitesApiAsync(HttpMethod.Post, "", new { domain });
        await service.CallSitesApiAsync(HttpMethod.Post, "/shop.example/shields/page", new { value = "/admin*" });
    }

    /// <summary>Sends as visitors come: by twos and threes, with a rush in between.</summary>
    public async Task SendAsync(TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        for (var tick = 0; Stopwatch.GetElapsedTime(began) < duration; tick++)
        {
            var rush = 1 + (int)(3 * (1 + Math.Sin(tick / 25.0)));
            await Task.WhenAll(Enumerable.Range(0, _random.Next(rush, 2 * rush)).Select(_ => SendOneAsync(OneOf(_agents))));
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        }
    }

    /// <summary>A thousand events of many browsers.</summary>
    public Task SendManyAsync() => Parallel.ForAsync(0, 1100, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
    {
        using var answer = await service.SendAsync(
            """{"n":"pageview","u":"https://shop.example/","d":"shop.example"}""",
            string.Create(CultureInfo.InvariantCulture, $"Mozilla/5.0 (X11; Linux x86_64; rv:{100 + (i % 40)}.0) Gecko/20100101 Firefox/{100 + (i % 40)}.0"),
            string.Create(CultureInfo.InvariantCulture, $"81.2.69.{i % 250}"));
    });

    private async Task SendOneAsync(string agent)
    {
        var (site, page, kind) = (OneOf(_sites), OneOf(_pages), _random.Next(40));
        var domain = kind == 0 ? "unknown.example" : site;
        var name = kind switch
        {
            < 5 => """ "n":"Signup","p":{"plan":"pro"} """,
            < 9 => """ "n":"engagement","sd":60,"e":4000 """,
            _ => """ "n":"pageview" """,
        };
        var json = kind == 39 ? "{}" : $$"""{{{name}},"u":"https://{{domain}}{{page}}","d":"{{domain}}","r":"{{OneOf(_referrers)}}"}""";
        using var answer = await service.SendAsync(json, kind is > 34 and < 39 ? "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" : agent, string.Format(CultureInfo.InvariantCulture, OneOf(_networks), _random.Next(1, 6)));
        if (answer.StatusCode is not (HttpStatusCode.Accepted or HttpStatusCode.BadRequest)) throw new InvalidOperationException($"{(int)answer.StatusCode} to {json}");
    }

    private string OneOf(string[] choices) => choices[_random.Next(choices.Length)];
}
