namespace Orleans.Ingest.Contracts.ClientIds;

/// <summary>What is known of a client's id.</summary>
[GenerateSerializer, Alias("ingest.ClientIdStatus")]
public enum ClientIdStatus
{
    /// <summary>The event goes on its way, under the names of <see cref="ClaimedId.Claim"/>.</summary>
    Proceed = 0,
    /// <summary>Its event is stored.</summary>
    Stored = 1,
    /// <summary>Not to be told now: an earlier sending may still be in the log. Ask again later.</summary>
    Undecided = 2,
}
