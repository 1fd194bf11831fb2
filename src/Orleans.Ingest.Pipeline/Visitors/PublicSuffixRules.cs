using System.Collections.Frozen;
using System.Globalization;

namespace Orleans.Ingest.Pipeline.Visitors;

/// <summary>The rules of the public suffix list, of registries and of private owners alike. A host under none of them has its last label as suffix.</summary>
internal sealed class PublicSuffixRules
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _suffixes;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _wildcards;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _exceptions;

    // Labels of a host that no rule can reach need no look: a host of a thousand dots costs no more than one of five.
    private readonly int _mostLabels;

    private PublicSuffixRules(IReadOnlyCollection<string> rules)
    {
        _suffixes = Lookup(rules.Where(rule => rule[0] is not ('*' or '!')));
        _wildcards = Lookup(rules.Where(rule => rule[0] == '*').Select(rule => rule["*.".Length..]));
        _exceptions = Lookup(rules.Where(rule => rule[0] == '!').Select(rule => rule[1..]));
        _mostLabels = 1 + rules.Max(rule => rule.Count(c => c == '.') + 1);
    }

    /// <summary>Reads the lines of a JavaScript array of strings, one rule a line.</summary>
    public static PublicSuffixRules Parse(IEnumerable<string> lines)
    {
        var rules = new List<string>();
        foreach (var line in lines)
        {
            var open = line.IndexOf('"', StringComparison.Ordinal);
            var close = line.LastIndexOf('"');
            if (close > open + 1)
                rules.Add(line[(open + 1)..close]);
        }

        if (rules.Count < 1000)
            throw new InvalidDataException($"Only {rules.Count} rules were found in the public suffix list: the package's format has changed.");
        return new(rules);
    }

    /// <summary>Where the registrable domain begins; 0 also when the host is itself a public suffix.</summary>
    public int RegistrableStart(ReadOnlySpan<char> host)
    {
        // From the longest candidate suffix to the shortest; 'previous' is where the label before it begins.
        var start = FirstCandidate(host);
        var previous = start > 0 ? start : 0;
        while (true)
        {
            var candidate = host[start..];
            if (_exceptions.Contains(candidate))
                return start;

            var dot = candidate.IndexOf('.');
            if (dot < 0 || _suffixes.Contains(candidate) || _wildcards.Contains(candidate[(dot + 1)..]))
                return previous;

            previous = start;
            start += dot + 1;
        }
    }

    private int FirstCandidate(ReadOnlySpan<char> host)
    {
        var start = host.Length;
        for (var labels = 0; labels < _mostLabels; labels++)
        {
            start = host[..start].LastIndexOf('.');
            if (start < 0)
                return 0;
        }

        return start + 1;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(IEnumerable<string> rules) =>
        rules.SelectMany(BothForms).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // Hosts come in Unicode and in punycode; with both forms of a rule at hand, no host has to be converted.
    private static IEnumerable<string> BothForms(string rule) =>
        System.Text.Ascii.IsValid(rule) ? [rule] : [rule, new IdnMapping().GetAscii(rule)];
}
