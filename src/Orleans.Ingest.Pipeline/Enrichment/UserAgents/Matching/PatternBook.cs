using System.Text.RegularExpressions;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>
/// Lists of regexes of which the first match counts. One pass over the agent finds the literals it holds;
/// only patterns whose required literals are all there are tried, in the list's order.
/// </summary>
internal sealed class PatternBook
{
    /// <summary>A further clause with more alternatives costs more to check than it spares.</summary>
    private const int MostAlternativesOfFurtherClause = 64;

    private readonly Pattern[] _patterns;
    private readonly LiteralIndex _literals;

    /// <summary>By literal: what to consider when it is found.</summary>
    private readonly Proposal[][] _proposals;

    /// <summary>By pattern: the clauses beyond the one that proposes it.</summary>
    private readonly int[][][][] _furtherClauses;
    private readonly int[] _always;

    internal PatternBook(Pattern[] patterns)
    {
        _patterns = patterns;
        _furtherClauses = new int[patterns.Length][][][];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var proposals = new List<List<Proposal>>();
        var always = new List<int>();
        for (var number = 0; number < patterns.Length; number++)
        {
            var clauses = RegexLiterals.RequiredBy(patterns[number].Source, patterns[number].Boundary);
            if (Clause.Strongest(clauses) is not { } strongest)
            {
                always.Add(number);
                _furtherClauses[number] = [];
                continue;
            }

            foreach (var literals in strongest.Alternatives)
            {
                var trigger = literals.MaxBy(Clause.StrengthOf)!;
                proposals[NumberOf(trigger)].Add(new(number, [.. literals.Where(literal => literal != trigger).Select(NumberOf)]));
            }

            _furtherClauses[number] =
            [
                .. clauses.Where(clause => clause != strongest && clause.Alternatives.Count <= MostAlternativesOfFurtherClause)
                    .Select(clause => clause.Alternatives.Select(literals => literals.Select(NumberOf).ToArray()).ToArray()),
            ];
        }

        _literals = new LiteralIndex([.. numbers.OrderBy(entry => entry.Value).Select(entry => entry.Key)]);
        _proposals = [.. proposals.Select(list => list.ToArray())];
        _always = [.. always];

        int NumberOf(string literal)
        {
            if (!numbers.TryGetValue(literal, out var number))
            {
                numbers.Add(literal, number = numbers.Count);
                proposals.Add([]);
            }

            return number;
        }
    }

    /// <summary>Words of memory that <see cref="FindCandidates"/> needs.</summary>
    internal int CandidateWords => BitSpan.WordsFor(_patterns.Length);

    /// <summary>Sets the bit of every pattern that may match <paramref name="folded"/>.</summary>
    internal void FindCandidates(ReadOnlySpan<byte> folded, BitSpan candidates)
    {
        var words = BitSpan.WordsFor(_literals.Count);
        const int mostOnStack = 2048;
        var found = new BitSpan(words <= mostOnStack ? stackalloc ulong[words] : new ulong[words]);
        _literals.Find(folded, found);
        foreach (var pattern in _always)
        {
            candidates.Set(pattern);
        }

        for (var literal = found.Next(0, _literals.Count); literal >= 0; literal = found.Next(literal + 1, _literals.Count))
        {
            foreach (var proposal in _proposals[literal])
            {
                if (!candidates.Has(proposal.Pattern) && HasAll(proposal.With, found) && MeetsAll(_furtherClauses[proposal.Pattern], found))
                {
                    candidates.Set(proposal.Pattern);
                }
            }
        }
    }

    /// <summary>The place within <paramref name="section"/> of the first pattern that matches, or -1.</summary>
    internal int First(Section section, BitSpan candidates, string agent)
    {
        for (var number = candidates.Next(section.Start, section.End); number >= 0; number = candidates.Next(number + 1, section.End))
        {
            if (_patterns[number].IsMatch(agent))
            {
                return number - section.Start;
            }
        }

        return -1;
    }

    /// <summary>As <see cref="First(Section, BitSpan, string)"/>, with what it captured.</summary>
    internal int First(Section section, BitSpan candidates, string agent, out Match match)
    {
        for (var number = candidates.Next(section.Start, section.End); number >= 0; number = candidates.Next(number + 1, section.End))
        {
            match = _patterns[number].Match(agent);
            if (match.Success)
            {
                return number - section.Start;
            }
        }

        match = Match.Empty;
        return -1;
    }

    private static bool MeetsAll(int[][][] clauses, BitSpan found)
    {
        foreach (var alternatives in clauses)
        {
            var isMet = false;
            foreach (var literals in alternatives)
            {
                isMet |= HasAll(literals, found);
            }

            if (!isMet)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasAll(int[] literals, BitSpan found)
    {
        foreach (var literal in literals)
        {
            if (!found.Has(literal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A pattern to consider, if these literals are found as well.</summary>
    private readonly record struct Proposal(int Pattern, int[] With);
}
