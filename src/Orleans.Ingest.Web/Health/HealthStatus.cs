namespace Orleans.Ingest.Web.Health;

/// <summary>Whether events can be accepted.</summary>
public enum HealthStatus
{
    /// <summary>Events are accepted and written.</summary>
    Ok = 0,
    /// <summary>Events are accepted and kept; something behind the log is away.</summary>
    Degraded = 1,
    /// <summary>Events are answered 503.</summary>
    Unavailable = 2,
}
