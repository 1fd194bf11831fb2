namespace Orleans.Ingest.Pipeline.Visitors;

/// <summary>Registrable domains.</summary>
public static class RootDomain
{
    /// <summary>The registrable domain of a hostname, or the hostname.</summary>
    public static string Of(string hostname) => hostname;
}
