using Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>An agent, and which patterns of a book may match it.</summary>
internal readonly ref struct ScannedAgent(string text, BitSpan candidates)
{
    internal string Text { get; } = text;

    internal BitSpan Candidates { get; } = candidates;
}
