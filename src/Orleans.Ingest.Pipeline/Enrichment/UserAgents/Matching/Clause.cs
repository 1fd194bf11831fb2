namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>A condition that every match meets: the text holds all literals of at least one alternative.</summary>
internal sealed class Clause
{
    private const int LongEnough = 8;

    /// <summary>What is in most agents tells nothing, however long it is.</summary>
    private const string Common =
        "MOZILLA/5.0 (LINUX; ANDROID 10; K) APPLEWEBKIT/537.36 (KHTML, LIKE GECKO) VERSION/4.0 CHROME/1.0.0.0 MOBILE SAFARI/537.36"
        + " (LINUX; U; ANDROID 4.0; BUILD/ BUILD) (ANDROID; MOBILE; RV:1.0) GECKO/20100101 FIREFOX/1.0"
        + " (IPHONE; CPU IPHONE OS 1_0 LIKE MAC OS X) MOBILE/15E148 (WINDOWS NT 10.0; WIN64; X64) (MACINTOSH; INTEL MAC OS X 10_15_7) (X11; LINUX X86_64)"
        + " ANDROID 2 ANDROID 3 ANDROID 5 ANDROID 6 ANDROID 7 ANDROID 8 ANDROID 9 ANDROID 11 ANDROID 12 ANDROID 13 ANDROID 14 ANDROID 15 ANDROID 16 ANDROID 17";

    private int? _strength;

    private Clause(IReadOnlyList<string[]> alternatives) => Alternatives = alternatives;

    internal IReadOnlyList<string[]> Alternatives { get; }

    /// <summary>How much the clause excludes: the length of its weakest alternative.</summary>
    internal int Strength => _strength ??= Alternatives.Min(literals => literals.Max(StrengthOf));

    /// <summary>Null when one of the texts is empty (but for a mark): then nothing is required.</summary>
    internal static Clause? OneOf(List<string> texts)
    {
        if (texts.Exists(text => text.Length == 0 || (Mark.Is(text[0]) && Mark.Strip(text).Length == 0)))
        {
            return null;
        }

        const int worthReducing = 16;
        var needed = texts.Count > worthReducing
            ? texts
            : texts.FindAll(text => !texts.Exists(other => other.Length < text.Length && text.Contains(other, StringComparison.Ordinal)));
        return new(needed.ConvertAll(text => new[] { text }));
    }

    /// <summary>Of a choice between branches: whichever branch matches, its clauses hold. Null when a branch requires nothing.</summary>
    internal static Clause? OneOf(IEnumerable<List<Clause>> branches)
    {
        var alternatives = new List<string[]>();
        foreach (var clauses in branches)
        {
            if (Strongest(clauses) is not { } strongest)
            {
                return null;
            }

            string[] always = [.. clauses.Where(clause => clause != strongest && clause.Alternatives.Count == 1).SelectMany(clause => clause.Alternatives[0])];
            alternatives.AddRange(strongest.Alternatives.Select(literals => always.Length == 0 ? literals : [.. literals, .. always]));
        }

        return new(alternatives);
    }

    internal static Clause? Strongest(List<Clause> clauses)
    {
        var best = clauses.FirstOrDefault();
        foreach (var clause in clauses.Skip(1))
        {
            if (clause.Strength > best!.Strength || (clause.Strength == best.Strength && clause.Alternatives.Count < best.Alternatives.Count))
            {
                best = clause;
            }
        }

        return best;
    }

    internal static int StrengthOf(string literal)
    {
        var text = Mark.Strip(literal);
        var isCommon = literal[0] switch
        {
            Mark.TextStart => Common.StartsWith(text, StringComparison.Ordinal),
            Mark.WordStart => IsCommonWordStart(text),
            _ => Common.Contains(text, StringComparison.Ordinal),
        };
        return isCommon ? 0 : literal[0] == Mark.TextStart ? LongEnough : Math.Min(LongEnough, text.Length);
    }

    private static bool IsCommonWordStart(string text)
    {
        for (var at = Common.IndexOf(text, StringComparison.Ordinal); at >= 0; at = Common.IndexOf(text, at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || !char.IsAsciiLetterOrDigit(Common[at - 1]))
            {
                return true;
            }
        }

        return false;
    }
}
