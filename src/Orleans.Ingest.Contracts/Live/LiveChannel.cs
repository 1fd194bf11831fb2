namespace Orleans.Ingest.Contracts.Live;

/// <summary>
/// The broadcast channel that feeds the console. Front ends publish to it after the append, and only while somebody watches; the stream "events" keeps its one
/// subscriber, the writer.
/// </summary>
public static class LiveChannel
{
    /// <summary>Name of the provider.</summary>
    public const string Name = "live";

    /// <summary>Namespace of the channel, to which <see cref="ILiveFeedGrain"/> is subscribed.</summary>
    public const string Namespace = "ingest.live";

    /// <summary>Key of the one channel, and so of the one <see cref="ILiveFeedGrain"/>.</summary>
    public const string Key = "cluster";
}
