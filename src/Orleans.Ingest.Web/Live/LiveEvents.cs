using System.Collections.Immutable;
using System.Globalization;
using Orleans.Ingest.Contracts.Live;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Web.Live;

/// <summary>Makes of an event what the console may show: never an address, never a user agent, and no text longer than a line.</summary>
internal static class LiveEvents
{
    private const int MaxText = 200;

    /// <summary>A stored one.</summary>
    public static LiveEvent Of(IngestEvent stored, string domain, DateTime at, TimeSpan took) => new()
    {
        At = at,
        Outcome = LiveOutcome.Stored,
        Site = domain,
        Name = stored.Name,
        Hostname = Cut(stored.Hostname),
        Pathname = Cut(stored.Pathname),
        Source = Cut(stored.Visit.ReferrerSource),
        Channel = stored.Visit.AcquisitionChannel,
        Country = stored.Visit.CountryCode,
        Browser = Versioned(stored.Visit.Browser, stored.Visit.BrowserVersion),
        OperatingSystem = Versioned(stored.Visit.OperatingSystem, stored.Visit.OperatingSystemVersion),
        Device = stored.Visit.ScreenSize,
        Props = PropsOf(stored.Props),
        Detail = DetailOf(stored),
        Visitor = unchecked((ushort)(stored.UserId ^ (stored.UserId >> 16))),
        Took = took,
        ScriptVersion = stored.TrackerScriptVersion,
    };

    /// <summary>One that is not stored: only what says which it was.</summary>
    public static LiveEvent Of(IngestRequest request, string domain, string outcome) => new()
    {
        At = request.Context.ReceivedAt,
        Outcome = outcome,
        Site = Cut(domain),
        Name = request.EventName,
        Hostname = Cut(request.Hostname),
        Pathname = Cut(request.Pathname),
        ScriptVersion = request.TrackerScriptVersion,
    };

    /// <summary>An unusable request: what is wrong with it, and nothing of what was sent.</summary>
    public static LiveEvent Of(DateTime at, ValidationErrors errors) => new()
    {
        At = at,
        Outcome = LiveOutcome.Refused,
        Site = "",
        Detail = Cut(string.Join("; ", errors.Fields.Select(field => $"{field.Key} {string.Join(", ", field.Value)}"))),
    };

    private static string DetailOf(IngestEvent stored) => stored switch
    {
        { Revenue: { } revenue } => string.Create(CultureInfo.InvariantCulture, $"revenue {revenue.SourceAmount:0.###} {revenue.SourceCurrency}"),
        { IsEngagement: true } => string.Create(CultureInfo.InvariantCulture, $"{stored.EngagementTime / 1000.0:0.#} s read{(stored.ScrollDepth == 255 ? "" : $", scrolled {stored.ScrollDepth} %")}"),
        _ => "",
    };

    private static string PropsOf(ImmutableArray<Prop> props) => props.IsDefaultOrEmpty ? "" : Cut(string.Join(", ", props.Select(prop => $"{prop.Key}={prop.Value}")));

    private static string Versioned(string name, string version) => version.Length == 0 ? name : $"{name} {version}";

    private static string Cut(string text)
    {
        if (text.Length <= MaxText) return text;
        // Half of a surrogate pair is no text.
        var end = char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}
