namespace Orleans.Ingest.Contracts.Live;

/// <summary>What can become of an event beside being dropped by a rule.</summary>
public static class LiveOutcome
{
    /// <summary>Durable.</summary>
    public const string Stored = "stored";

    /// <summary>Answered 400: unusable.</summary>
    public const string Refused = "refused";

    /// <summary>Answered 503: it could not be made durable.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>Stands for all domains that name no site: they are anyone's choice and must not fill a console.</summary>
    public const string NoSite = "(no site)";

    /// <summary>Stands for the sites beyond those that a report counts one by one.</summary>
    public const string OtherSites = "(other sites)";
}
