namespace Orleans.Ingest.EndToEnd.Tests.Telemetry;

/// <summary>A span as it arrived.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TraceId">Its trace.</param>
/// <param name="Id">Its id.</param>
/// <param name="ParentId">The span it is part of; empty for the first of a trace.</param>
/// <param name="Links">Spans it links to, each as trace and id.</param>
/// <param name="Tags">Names of its attributes.</param>
internal sealed record ReceivedSpan(string Name, string TraceId, string Id, string ParentId, IReadOnlyList<(string TraceId, string Id)> Links, IReadOnlyList<string> Tags)
{
    /// <summary>Reads one.</summary>
    public static ReceivedSpan Of(OtlpMessage span) => new(
        span.Text(5), span.Id(1), span.Id(2), span.Id(4), [.. span.Messages(13).Select(link => (link.Id(1), link.Id(2)))], [.. span.Messages(9).Select(tag => tag.Text(1))]);
}
