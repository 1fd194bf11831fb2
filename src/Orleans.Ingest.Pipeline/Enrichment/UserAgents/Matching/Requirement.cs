namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>What a text must hold to be matched by a part of a regex.</summary>
/// <param name="Exact">All texts the part can match, in upper case; null when they are too many to list.</param>
/// <param name="Clauses">What every match meets.</param>
internal sealed record Requirement(List<string>? Exact, List<Clause> Clauses)
{
    /// <summary>Matches without a character: anchors, lookarounds.</summary>
    internal static readonly Requirement Nothing = Literal("");

    /// <summary>Matches characters nobody knows.</summary>
    internal static readonly Requirement Anything = new(null, []);

    internal static readonly Requirement AtWordStart = Literal(Mark.WordStart.ToString());

    internal static readonly Requirement AtTextStart = Literal(Mark.TextStart.ToString());

    internal static Requirement Literal(string text) => new([text], []);

    /// <summary>The clauses this part contributes when nothing is joined to it.</summary>
    internal List<Clause> AllClauses() => Exact is null ? Clauses : Clause.OneOf(Exact) is { } clause ? [clause] : [];

    internal Requirement Optional() => Exact is null ? Anything : new([.. Exact, ""], []);

    internal Requirement AtLeastOnce() => new(null, AllClauses());

    internal static Requirement AnyOf(List<Requirement> branches)
    {
        if (branches.Count == 1)
        {
            return branches[0];
        }

        return branches.TrueForAll(branch => branch.Exact is not null)
            ? new([.. branches.SelectMany(branch => branch.Exact!).Distinct(StringComparer.Ordinal)], [])
            : new(null, Clause.OneOf(branches.Select(branch => branch.AllClauses())) is { } clause ? [clause] : []);
    }
}
