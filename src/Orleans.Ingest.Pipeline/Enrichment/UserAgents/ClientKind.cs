namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>Matomo's lists of clients, in the order they are asked.</summary>
internal enum ClientKind
{
    /// <summary>On no list.</summary>
    Unknown,
    FeedReader,
    MobileApp,
    MediaPlayer,
    MailAndCalendar,
    Browser,

    /// <summary>Of HTTP: curl, okhttp.</summary>
    Library,
}
