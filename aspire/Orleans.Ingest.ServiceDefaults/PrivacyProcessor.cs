using System.Diagnostics;
using OpenTelemetry;

namespace Orleans.Ingest.ServiceDefaults;

/// <summary>Takes out of each span what says who a visitor is, before anything exports it: instrumentations put it there by default.</summary>
internal sealed class PrivacyProcessor : BaseProcessor<Activity>
{
    /// <summary>Address, agent, query (of a GET), and keys of grains: a session's is the visitor's.</summary>
    private static readonly string[] _personal =
    [
        "client.address", "client.port", "network.peer.address", "network.peer.port", "net.peer.ip", "net.sock.peer.addr", "http.client_ip",
        "user_agent.original", "http.user_agent", "url.query", "rpc.orleans.target_id", "rpc.orleans.source_id",
    ];

    /// <inheritdoc />
    public override void OnEnd(Activity data)
    {
        // Setting a tag to null removes it.
        foreach (var tag in _personal) data.SetTag(tag, null);
        // Came with a visitor's request, and may hold anything. Empty, since null would show that of the span's parent.
        data.TraceStateString = "";
    }
}
