using static Orleans.Ingest.Pipeline.Enrichment.Sources.AcquisitionChannels;

namespace Orleans.Ingest.Pipeline.Enrichment.Sources;

/// <summary>How a visit was won: the first rule that holds, over lower-cased values.</summary>
/// <param name="categories">Category of a source by its name.</param>
/// <param name="known">Says which tags are paid by themselves.</param>
internal sealed class ChannelRules(SourceCategories categories, KnownSources known)
{
    /// <summary>One of <see cref="All"/>.</summary>
    /// <param name="source">Name of the source, empty for none.</param>
    /// <param name="utmMedium">As sent.</param>
    /// <param name="utmCampaign">As sent.</param>
    /// <param name="utmSource">The source's tag as sent.</param>
    /// <param name="clickIdParam">Name of the click id in the query, empty for none.</param>
    public string Of(string source, string utmMedium, string utmCampaign, string utmSource, string clickIdParam)
    {
        var category = source.Length == 0 ? SourceCategory.None : categories.Of(source);
        var medium = utmMedium.ToLowerInvariant();
        var campaign = utmCampaign.ToLowerInvariant();
        var isPaidMedium = IsPaidMedium(medium);
        var isPaid = isPaidMedium || known.IsPaidTag(utmSource);
        var isShopping = category == SourceCategory.Shopping || IsShoppingCampaign(campaign);

        return campaign.Contains("cross-network", StringComparison.Ordinal) ? CrossNetwork
            : medium is "display" or "banner" or "expandable" or "interstitial" or "cpm" ? Display
            : isPaidMedium && isShopping ? PaidShopping
            : (isPaid && category == SourceCategory.Search) || IsBoughtClick(source, clickIdParam) ? PaidSearch
            : isPaid && category == SourceCategory.Social ? PaidSocial
            : isPaid && category == SourceCategory.Video ? PaidVideo
            : isPaidMedium ? PaidOther
            : category == SourceCategory.AiAssistant ? AiAssistants
            : isShopping ? OrganicShopping
            : category == SourceCategory.Social || IsSocialMedium(medium) ? OrganicSocial
            : category == SourceCategory.Video || medium.Contains("video", StringComparison.Ordinal) ? OrganicVideo
            : category == SourceCategory.Search ? OrganicSearch
            : category == SourceCategory.Email || SaysEmail(utmSource) || SaysEmail(medium) ? Email
            : medium == "affiliate" ? Affiliates
            : medium == "audio" ? Audio
            : medium == "sms" || Is(utmSource, "sms") ? Sms
            : IsPushMedium(medium) || Is(source, "firebase") ? MobilePush
            : medium is "referral" or "app" or "link" || source.Length > 0 ? Referral
            : Direct;
    }

    // ^(.*cp.*|ppc|retargeting|paid.*)$
    private static bool IsPaidMedium(string medium) =>
        medium is "ppc" or "retargeting"
        || medium.StartsWith("paid", StringComparison.Ordinal)
        || medium.Contains("cp", StringComparison.Ordinal);

    // ^(.*(([^a-df-z]|^)shop|shopping).*)$: "shop" at the start, or after anything but a letter, or after "e" (eshop, not workshop).
    private static bool IsShoppingCampaign(string campaign)
    {
        for (var at = campaign.IndexOf("shop", StringComparison.Ordinal); at >= 0; at = campaign.IndexOf("shop", at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || campaign[at - 1] is 'e' or not (>= 'a' and <= 'z') || campaign.AsSpan(at).StartsWith("shopping"))
                return true;
        }

        return false;
    }

    private static bool IsBoughtClick(string source, string clickIdParam) =>
        (clickIdParam == "gclid" && Is(source, "google")) || (clickIdParam == "msclkid" && Is(source, "bing"));

    private static bool IsSocialMedium(string medium) =>
        medium is "social" or "social-network" or "social-media" or "sm" or "social network" or "social media";

    // e[-_ ]?mail|newsletter
    private static bool SaysEmail(string value) =>
        value.Contains("newsletter", StringComparison.OrdinalIgnoreCase)
        || (value.Contains("mail", StringComparison.OrdinalIgnoreCase)
            && (value.Contains("email", StringComparison.OrdinalIgnoreCase)
                || value.Contains("e-mail", StringComparison.OrdinalIgnoreCase)
                || value.Contains("e_mail", StringComparison.OrdinalIgnoreCase)
                || value.Contains("e mail", StringComparison.OrdinalIgnoreCase)));

    private static bool IsPushMedium(string medium) =>
        medium.EndsWith("push", StringComparison.Ordinal)
        || medium.Contains("mobile", StringComparison.Ordinal)
        || medium.Contains("notification", StringComparison.Ordinal);

    private static bool Is(string value, string lowerCased) => value.Equals(lowerCased, StringComparison.OrdinalIgnoreCase);
}
