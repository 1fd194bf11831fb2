using System.Text.RegularExpressions;
using BitFaster.Caching.Lru;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>
/// Reads user agents. Thread-safe; results are cached, since a site sees few agents very often.
/// </summary>
public sealed class UserAgentParser
{
    /// <summary>
    /// Characters of an agent that are read. In-app browsers of honest senders stay below it; a longer text costs no more than this one.
    /// </summary>
    internal const int MaxLength = 512;

    /// <summary>Agents kept. At some 500 bytes each the full cache is about 8 MB.</summary>
    private const int CacheEntries = 16_384;

    private readonly AgentDetector _detector;
    private readonly ConcurrentLru<string, UserAgentInfo> _cache = new(CacheEntries);

    private readonly HintedAgents _hinted;

    private UserAgentParser(AgentDetector detector)
    {
        _detector = detector;
        _hinted = new(this, detector.Names);
    }

    /// <summary>Reads the lists that are embedded in this assembly. Make one and share it.</summary>
    public static UserAgentParser CreateDefault() => new(AgentDetector.FromEmbeddedLists());

    /// <summary>What <paramref name="userAgent"/> says; <see cref="UserAgentInfo.Unknown"/> when it is missing or says nothing. Never throws.</summary>
    public UserAgentInfo Parse(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent))
        {
            return UserAgentInfo.Unknown;
        }

        var agent = Cut(userAgent);
        return _cache.TryGet(agent, out var known) ? known : _cache.GetOrAdd(agent, static (key, parser) => parser.ParseUncached(key), this);
    }

    /// <summary>As <see cref="Parse"/>, refined by what the hints of the same request say beyond it; the same object when they change nothing. Never throws.</summary>
    public UserAgentInfo ParseWith(ClientHints hints, string? userAgent)
    {
        var agent = Parse(userAgent);
        return string.IsNullOrWhiteSpace(userAgent) ? agent : _hinted.Refine(agent, Cut(userAgent), hints);
    }

    /// <summary>Name of the bot, crawler or headless browser; null when it is none, or has no name. Not cached: for who asks why an event is dropped.</summary>
    public string? BotName(string? userAgent) => Parse(userAgent).IsBot ? _detector.BotName(Cut(userAgent!)) : null;

    /// <summary>As <see cref="Parse"/>, without the cache: for benchmarks.</summary>
    internal UserAgentInfo ParseUncached(string userAgent)
    {
        try
        {
            return _detector.Detect(Cut(userAgent));
        }
        catch (RegexMatchTimeoutException)
        {
            // Only a text made to be slow gets here. It is cached as unknown, so that sending it again costs nothing.
            return UserAgentInfo.Unknown;
        }
    }

    private static string Cut(string userAgent) => userAgent.Length <= MaxLength ? userAgent : userAgent[..MaxLength];
}
