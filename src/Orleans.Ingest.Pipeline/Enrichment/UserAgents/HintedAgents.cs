using System.Globalization;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>
/// Refines what a user agent says by what its browser's Client Hints say, where the agent is frozen: Windows 11, versions of macOS and Android, browsers that call themselves Chrome, and the
/// kind of an Android device. Hints that contradict the agent are not believed. Whether it is a bot is the agent's alone.
/// </summary>
internal sealed class HintedAgents(UserAgentParser agents, PlausibleNames names)
{
    private const string Chrome = "Chrome";

    /// <summary>Chromium's reduced agent for every Android device.</summary>
    private const string NoDevice = "Android 10; K)";

    /// <summary>What Windows calls its version in hints since Windows 11; Windows 10 has 1 to 10.</summary>
    private const int Windows11 = 13;

    private readonly BrandNames _brands = new(names);

    /// <summary>What <paramref name="agent"/> says with the hints; the same object when they change nothing.</summary>
    /// <param name="agent">What the user agent says by itself.</param>
    /// <param name="userAgent">The user agent.</param>
    /// <param name="hints">The hints of the same request.</param>
    public UserAgentInfo Refine(UserAgentInfo agent, string userAgent, ClientHints hints)
    {
        var (browser, browserVersion) = BrowserOf(agent, hints);
        var refined = agent with
        {
            Browser = browser, BrowserVersion = browserVersion, OperatingSystemVersion = SystemVersionOf(agent, hints) ?? agent.OperatingSystemVersion, ScreenSize = ScreenSizeOf(agent, userAgent, hints),
        };
        return refined == agent ? agent : refined;
    }

    private (string Browser, string Version) BrowserOf(UserAgentInfo agent, ClientHints hints)
    {
        foreach (var (brand, sent) in hints.Brands)
        {
            // Most browsers over Chromium name themselves in the agent; what is called Chrome there may be another one.
            if (agent.Browser != Chrome || !IsVersion(sent) || _brands.Find(brand) is not { } browser || browser == Chrome) continue;
            var version = Templates.MajorMinor(sent);
            var isLonger = agent.BrowserVersion.StartsWith(version + ".", StringComparison.Ordinal);
            return (browser, isLonger ? agent.BrowserVersion : version);
        }

        return (agent.Browser, agent.BrowserVersion);
    }

    private static string? SystemVersionOf(UserAgentInfo agent, ClientHints hints)
    {
        if (!IsVersion(hints.PlatformVersion)) return null;
        var parts = hints.PlatformVersion.Split('.');
        if (!int.TryParse(parts[0], CultureInfo.InvariantCulture, out var major)) return null;
        return (hints.Platform, agent.OperatingSystem) switch
        {
            ("Windows", "Windows") => WindowsOf(major, parts),
            ("macOS", "Mac") when major >= 10 => Templates.MajorMinor(hints.PlatformVersion),
            // Since Android 9 agents name the version without a minor one, which is always 0.
            ("Android", "Android") when major >= 9 => parts.Skip(1).All(part => part.All(digit => digit == '0')) ? parts[0] : Templates.MajorMinor(hints.PlatformVersion),
            _ => null,
        };
    }

    private static string? WindowsOf(int major, string[] parts) => (major, parts.ElementAtOrDefault(1)) switch
    {
        (>= Windows11, _) => "11",
        (>= 1 and <= 10, _) => "10",
        (0, "1") => "7",
        (0, "2") => "8",
        (0, "3") => "8.1",
        _ => null,
    };

    /// <summary>The agent as it would be with the device's model, as it was before it was reduced; its kind is then on the lists.</summary>
    private string ScreenSizeOf(UserAgentInfo agent, string userAgent, ClientHints hints)
    {
        if (hints is not { Platform: "Android", Model.Length: > 0 } || agent.OperatingSystem != "Android" || hints.Model.Contains(';', StringComparison.Ordinal)) return agent.ScreenSize;
        var at = userAgent.IndexOf(NoDevice, StringComparison.Ordinal);
        if (at < 0) return agent.ScreenSize;
        var named = agents.Parse(string.Concat(userAgent.AsSpan(0, at), $"Android 10; {hints.Model})", userAgent.AsSpan(at + NoDevice.Length)));
        return named.ScreenSize.Length > 0 && !named.IsBot ? named.ScreenSize : agent.ScreenSize;
    }

    private static bool IsVersion(string text) => text.Length > 0 && char.IsAsciiDigit(text[0]) && !text.AsSpan().ContainsAnyExceptInRange('.', '9') && !text.Contains('/', StringComparison.Ordinal);
}
