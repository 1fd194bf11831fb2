namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>The patterns of one list within a <see cref="PatternBook"/>, in the list's order.</summary>
internal readonly record struct Section(int Start, int Count)
{
    internal int End => Start + Count;
}
