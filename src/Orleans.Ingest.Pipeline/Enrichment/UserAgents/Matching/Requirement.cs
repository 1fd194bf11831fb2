namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>
/// What a text must hold to be matched by a part of a regex.
/// </summary>
/// <param name="Exact">All texts the part can match, in upper case; null when they are too many to list.</param>
/// <param name="Clauses">Sets of literals; a match holds at least one literal of each set.</param>
internal sealed record Requirement(List<string>? Exact, List<List<string>> Clauses)
{
    /// <summary>Matches without a character: anchors, lookarounds.</summary>
    internal static Requirement Nothing => Literal("");

    /// <summary>Matches characters nobody knows.</summary>
    internal static Requirement Anything => new(null, []);

    internal static Requirement Literal(string text) => new([text], []);

    /// <summary>The clauses this part contributes when nothing follows it.</summary>
    internal List<List<string>> AllClauses() => Exact is null ? Clauses : AsClause(Exact) is { } clause ? [clause] : [];

    internal Requirement Optional() => Exact is null ? Anything : new([.. Exact, ""], []);

    internal Requirement AtLeastOnce() => new(null, AllClauses());

    internal static Requirement AnyOf(List<Requirement> branches)
    {
        if (branches.Count == 1)
        {
            return branches[0];
        }

        if (branches.TrueForAll(branch => branch.Exact is not null))
        {
            return new([.. branches.SelectMany(branch => branch.Exact!).Distinct(StringComparer.Ordinal)], []);
        }

        // One clause of each branch, together: whichever branch matches, one of its literals is there.
        var union = new List<string>();
        foreach (var branch in branches)
        {
            if (Best(branch.AllClauses()) is not { } clause)
            {
                return Anything;
            }

            union.AddRange(clause);
        }

        return new(null, [union]);
    }

    /// <summary>The clause that excludes most: its shortest literal is longest.</summary>
    internal static List<string>? Best(List<List<string>> clauses) =>
        clauses.OrderByDescending(clause => Math.Min(8, clause.Min(literal => literal.Length))).ThenBy(clause => clause.Count).FirstOrDefault();

    /// <summary>Null when a text of the set is empty: then nothing is required.</summary>
    internal static List<string>? AsClause(List<string> texts)
    {
        if (texts.Contains(""))
        {
            return null;
        }

        const int worthReducing = 64;
        return texts.Count > worthReducing
            ? texts
            : texts.FindAll(text => !texts.Exists(other => other.Length < text.Length && text.Contains(other, StringComparison.Ordinal)));
    }
}
