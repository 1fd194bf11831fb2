using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Sites;

/// <summary>Judges the values of shield rules before they are kept.</summary>
public static class SiteRules
{
    /// <summary>Hostname rules that a site may have.</summary>
    public const int MaxHostnames = 10;
    /// <summary>Rules of each other kind that a site may have.</summary>
    public const int MaxOthers = 30;

    private const int MaxPatternCharacters = 250;
    private const string Invalid = "is invalid";

    /// <summary>A hostname, or a pattern of them.</summary>
    public static RuleValue Hostname(string? value, IReadOnlyCollection<string> existing)
    {
        var pattern = value?.Trim() ?? "";
        return pattern.Length is 0 or > MaxPatternCharacters
            ? new(null, Invalid)
            : Unique(pattern, existing, MaxHostnames, PatternText);
    }

    /// <summary>A pathname, or a pattern of them.</summary>
    public static RuleValue Page(string? value, IReadOnlyCollection<string> existing)
    {
        var pattern = value?.Trim() ?? "";
        if (!pattern.StartsWith('/'))
            return new(null, "must start with /");

        return pattern.Length > MaxPatternCharacters
            ? new(null, Invalid)
            : Unique(pattern, existing, MaxOthers, PatternText);
    }

    /// <summary>A full address, or a range in CIDR notation.</summary>
    public static RuleValue Ip(string? value, IReadOnlyCollection<string> existing) =>
        AddressRange.TryParse(value, out var range)
            ? Unique(range.ToString(), existing, MaxOthers, RangeText)
            : new(null, Invalid);

    /// <summary>A country code, or <see cref="SitePolicy.UnknownCountry"/>.</summary>
    public static RuleValue Country(string? value, IReadOnlyCollection<string> existing)
    {
        var code = value?.Trim().ToUpperInvariant() ?? "";
        return Countries.IsKnown(code) || code == SitePolicy.UnknownCountry
            ? Unique(code, existing, MaxOthers, static text => text.ToUpperInvariant())
            : new(null, Invalid);
    }

    private static RuleValue Unique(string value, IReadOnlyCollection<string> existing, int max, Func<string, string> canonical)
    {
        var text = canonical(value);
        if (existing.Any(other => canonical(other) == text))
            return new(null, "rule already exists");

        return existing.Count >= max ? new(null, "maximum reached") : new(value, null);
    }

    private static string PatternText(string pattern) => WildcardPattern.Of(pattern).Text;

    private static string RangeText(string text) => AddressRange.TryParse(text, out var range) ? range.ToString() : text;
}
