namespace Orleans.Ingest.Web;

/// <summary>What a front end can be told, section <c>Ingest</c> of the configuration.</summary>
public sealed class WebOptions
{
    /// <summary>The section these options are read from.</summary>
    public const string Section = "Ingest";

    /// <summary>
    /// Peers whose headers about the visitor's address are believed: addresses and CIDR ranges, separated by commas.
    /// Default (null or empty): loopback and the private ranges. <c>*</c> believes everyone, as Plausible does.
    /// </summary>
    public string? TrustedProxies { get; set; }

    /// <summary>
    /// How long an event is tried again before its request is answered 503. Default 10 s; from <see cref="AttemptTimeout"/> to
    /// one minute (the log refuses events that are two minutes old).
    /// </summary>
    public TimeSpan RetryBudget { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one attempt may take before the event is sent again. Default 500 ms; 10 ms at least.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Bytes of a request's body; a larger one is answered 413. Default 1,000,000; from 1,000 to 10,000,000.</summary>
    public int MaxRequestBytes { get; set; } = 1_000_000;

    /// <summary>Bytes of a bulk request's body; a larger one is answered 413. Default 32,000,000; from 1,000 to 100,000,000, and it is held in memory.</summary>
    public int MaxBulkBytes { get; set; } = 32_000_000;

    /// <summary>Requests, or events of bulk requests, that may wait to become durable at the same time; one more is answered 503 at once. Default 20,000; 1 at least.</summary>
    public int MaxWaitingRequests { get; set; } = 20_000;

    /// <summary>
    /// Connections that may be open at once at each address; one more is closed at once. Default (null): 20,000, or 512 less than the files that the process may
    /// open (a quarter of them where they are few) if that is less, so that the log and ClickHouse always get theirs. 1 at least.
    /// </summary>
    public int? MaxConnections { get; set; }

    /// <summary>User agent of the installation check, whose events are dropped as <c>verification_agent</c>. Default (null or empty): none.</summary>
    public string? VerificationAgent { get; set; }

    /// <summary>File of referrer hosts, one a line, whose events are dropped as <c>spam_referrer</c>. Default (null or empty): none.</summary>
    public string? ReferrerSpamFile { get; set; }

    /// <summary>
    /// Addresses that the console and the API under <c>/api/v1</c> move to, such as <c>http://127.0.0.1:8081</c>, separated by semicolons; they then answer 404 on
    /// the others. Each needs a port that no other address has. Default (null or empty): they are served where events are.
    /// </summary>
    public string? AdminUrls { get; set; }
}
