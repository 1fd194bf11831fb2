namespace Orleans.Ingest.EndToEnd.Tests.Privacy;

/// <summary>All that can be logged, is: somebody who looks for a fault turns it on, and forgets it.</summary>
internal static class Verbose
{
    /// <summary>As variables of the environment; those that the program sets itself have to be named.</summary>
    public static (string Key, string Value)[] Logging =>
    [
        .. new[] { "Default", "Microsoft.Hosting.Lifetime", "Microsoft.AspNetCore.Hosting.Diagnostics", "Orleans.Ingest", "Orleans.Ingest.ClickHouse.Embedded" }
            .Select(category => ($"Logging__LogLevel__{category}", "Trace")),
        ("Logging__LogLevel__Orleans", "Debug"),
    ];
}
