namespace Orleans.Ingest.Web.Visitors;

/// <summary>A suspicion in words, without an address, and the setting that mends it.</summary>
internal static class VisitorAdvice
{
    private const string Ask = "Open /api/v1/whoami the way a visitor comes, with a key or logged in to the console: it shows each hop.";

    /// <summary>What was found, and what to do.</summary>
    public static (string Message, string Fix) Of(VisitorSuspicion suspicion, VisitorWindow window) => suspicion switch
    {
        VisitorSuspicion.Untrusted => (
            $"While {window.Events} events came in, {window.Distrusted} requests named a visitor's address in a header that was not believed, from {Peers(window.DistrustedPeers)}: all visitors behind {(window.DistrustedPeers > 1 ? "each of them" : "it")} count as one.",
            $"If {(window.DistrustedPeers > 1 ? "they are yours" : "it is your proxy or backend")}, add the address that /api/v1/whoami shows as peer to Ingest:TrustedProxies (Ingest__TrustedProxies=<what is there>,<address>), on every front end."),
        VisitorSuspicion.Private => (
            $"The last {window.Events} events all came from private addresses, {Counted(window.Addresses, "address", "addresses")}: a proxy in front may not hand the visitor's on.",
            $"Let it send the header, in nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; (Ingest:TrustedProxies believes private addresses unless it is set). In an intranet nothing is wrong. {Ask}"),
        VisitorSuspicion.Addresses => (
            $"The last {window.Events} events came from {Counted(window.Addresses, "address", "addresses")}, with {window.Agents} different browsers: a proxy may give its own address for the visitor's.",
            $"Let the proxy that visitors reach first set X-Forwarded-For to the visitor's address, or name its own header: x-plausible-ip goes before all others. {Ask}"),
        _ => (
            $"The last {window.Events} events are of {Counted(window.Users, "visitor", "visitors")}: a backend may send them without saying whose they are.",
            $"Let it send the visitor's own X-Forwarded-For and User-Agent with each event, and add the backend's address to Ingest:TrustedProxies if it is a public one. {Ask}"),
    };

    private static string Peers(int count) => count <= 1 ? "one peer" : $"about {count} peers";

    private static string Counted(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";
}
