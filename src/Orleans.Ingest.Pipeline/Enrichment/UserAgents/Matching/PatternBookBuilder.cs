namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>Collects lists of regexes for one <see cref="PatternBook"/>.</summary>
internal sealed class PatternBookBuilder
{
    private readonly List<Pattern> _patterns = [];

    internal Section Add(IEnumerable<string> regexes, Boundary boundary = Boundary.Strict)
    {
        var start = _patterns.Count;
        _patterns.AddRange(regexes.Select(regex => new Pattern(regex, boundary)));
        return new(start, _patterns.Count - start);
    }

    internal PatternBook Build() => new([.. _patterns]);
}
