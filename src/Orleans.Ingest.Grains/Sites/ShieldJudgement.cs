using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Grains.Sites;

/// <summary>Judges a shield rule against those that a site has.</summary>
internal static class ShieldJudgement
{
    /// <summary>The value in the form to keep, or why it cannot be kept.</summary>
    public static RuleValue Of(SiteSettings site, ShieldKind kind, string? value)
    {
        string[] existing = [.. site.Shields.Where(rule => rule.Kind == kind).Select(rule => rule.Value)];
        return kind switch
        {
            ShieldKind.Hostname => SiteRules.Hostname(value, existing),
            ShieldKind.Page => SiteRules.Page(value, existing),
            ShieldKind.Ip => SiteRules.Ip(value, existing),
            _ => SiteRules.Country(value, existing),
        };
    }
}
