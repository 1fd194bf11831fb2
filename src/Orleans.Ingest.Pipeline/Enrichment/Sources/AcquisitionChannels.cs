namespace Orleans.Ingest.Pipeline.Enrichment.Sources;

/// <summary>Every value of the column <c>acquisition_channel</c>.</summary>
public static class AcquisitionChannels
{
    /// <summary>A campaign over several of Google's networks.</summary>
    public const string CrossNetwork = "Cross-network";
    /// <summary>Display advertising.</summary>
    public const string Display = "Display";
    /// <summary>Bought on a shopping site.</summary>
    public const string PaidShopping = "Paid Shopping";
    /// <summary>Bought on a search engine.</summary>
    public const string PaidSearch = "Paid Search";
    /// <summary>Bought on a social network.</summary>
    public const string PaidSocial = "Paid Social";
    /// <summary>Bought on a video site.</summary>
    public const string PaidVideo = "Paid Video";
    /// <summary>Bought elsewhere.</summary>
    public const string PaidOther = "Paid Other";
    /// <summary>A link in an assistant's answer.</summary>
    public const string AiAssistants = "AI Assistants";
    /// <summary>A link on a shopping site.</summary>
    public const string OrganicShopping = "Organic Shopping";
    /// <summary>A link on a social network.</summary>
    public const string OrganicSocial = "Organic Social";
    /// <summary>A link on a video site.</summary>
    public const string OrganicVideo = "Organic Video";
    /// <summary>A search result.</summary>
    public const string OrganicSearch = "Organic Search";
    /// <summary>A link in a mail.</summary>
    public const string Email = "Email";
    /// <summary>An affiliate's link.</summary>
    public const string Affiliates = "Affiliates";
    /// <summary>A podcast or the like.</summary>
    public const string Audio = "Audio";
    /// <summary>A text message.</summary>
    public const string Sms = "SMS";
    /// <summary>A push notification.</summary>
    public const string MobilePush = "Mobile Push Notifications";
    /// <summary>Any other source.</summary>
    public const string Referral = "Referral";
    /// <summary>No source at all.</summary>
    public const string Direct = "Direct";

    /// <summary>All of them, in the order in which they are tried.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        CrossNetwork, Display, PaidShopping, PaidSearch, PaidSocial, PaidVideo, PaidOther, AiAssistants, OrganicShopping, OrganicSocial,
        OrganicVideo, OrganicSearch, Email, Affiliates, Audio, Sms, MobilePush, Referral, Direct,
    ];
}
