using System.Globalization;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>
/// Reads a regex for the literals that every match must hold. What it does not understand counts as "anything",
/// so that a pattern is at worst tried in vain, never left out.
/// </summary>
internal ref struct RegexLiterals
{
    private readonly ReadOnlySpan<char> _regex;
    private int _at;

    private RegexLiterals(string regex) => _regex = regex;

    private readonly bool IsAtEnd => _at >= _regex.Length;

    internal static List<List<string>> RequiredBy(string regex) => new RegexLiterals(regex).Alternatives().AllClauses();

    private Requirement Alternatives()
    {
        var branches = new List<Requirement>();
        while (true)
        {
            branches.Add(Sequence());
            if (IsAtEnd || _regex[_at] != '|')
            {
                return Requirement.AnyOf(branches);
            }

            _at++;
        }
    }

    private Requirement Sequence()
    {
        var sequence = new RequirementSequence();
        while (!IsAtEnd && _regex[_at] is not ('|' or ')'))
        {
            sequence.Append(Quantified(Atom()));
        }

        return sequence.ToRequirement();
    }

    private Requirement Atom()
    {
        var c = _regex[_at++];
        return c switch
        {
            '(' => Group(),
            '[' => CharacterClass(),
            '\\' => Escape(),
            '.' => Requirement.Anything,
            '^' or '$' => Requirement.Nothing,
            _ => Character(c),
        };
    }

    private Requirement Group()
    {
        var isLookaround = false;
        if (!IsAtEnd && _regex[_at] == '?')
        {
            _at++;
            isLookaround = _regex[_at] is '=' or '!' || (_regex[_at] == '<' && _regex[_at + 1] is '=' or '!');
            _at += _regex[_at] == '<' ? 2 : 1;
        }

        var inside = Alternatives();
        _at++;
        return isLookaround ? Requirement.Nothing : inside;
    }

    private Requirement CharacterClass()
    {
        const int fewEnoughToList = 4;
        var isKnown = _regex[_at] != '^';
        var members = new SortedSet<char>();
        for (var first = true; !IsAtEnd && (first || _regex[_at] != ']'); first = false)
        {
            var c = _regex[_at++];
            if (c == '\\')
            {
                c = _regex[_at++];
                isKnown &= !char.IsAsciiLetterOrDigit(c);
            }

            var last = c;
            if (_at + 1 < _regex.Length && _regex[_at] == '-' && _regex[_at + 1] != ']')
            {
                last = _regex[_at + 1];
                _at += 2;
            }

            isKnown &= char.IsAscii(c) && last - c < fewEnoughToList;
            for (var member = c; isKnown && member <= last; member++)
            {
                members.Add(char.ToUpperInvariant(member));
            }
        }

        _at++;
        return isKnown && members.Count <= fewEnoughToList
            ? new([.. members.Select(member => member.ToString())], [])
            : Requirement.Anything;
    }

    private Requirement Escape()
    {
        var c = _regex[_at++];
        if (c is 'b' or 'B')
        {
            return Requirement.Nothing;
        }

        // \x41 and the like do not occur; their digits would be read as literals.
        return char.IsAsciiLetterOrDigit(c) ? Requirement.Anything : Character(c);
    }

    private static Requirement Character(char c) =>
        char.IsAscii(c) ? Requirement.Literal(char.ToUpperInvariant(c).ToString()) : Requirement.Anything;

    private Requirement Quantified(Requirement atom)
    {
        if (IsAtEnd)
        {
            return atom;
        }

        var result = atom;
        switch (_regex[_at])
        {
            case '?':
                _at++;
                result = atom.Optional();
                break;
            case '*':
                _at++;
                result = Requirement.Anything;
                break;
            case '+':
                _at++;
                result = atom.AtLeastOnce();
                break;
            case '{' when _at + 1 < _regex.Length && char.IsAsciiDigit(_regex[_at + 1]):
                result = Counted(atom);
                break;
            default:
                return atom;
        }

        if (!IsAtEnd && _regex[_at] is '?' or '+')
        {
            _at++; // lazy or possessive: the same texts
        }

        return result;
    }

    private Requirement Counted(Requirement atom)
    {
        var length = _regex[_at..].IndexOf('}');
        var range = _regex.Slice(_at + 1, length - 1);
        _at += length + 1;
        var comma = range.IndexOf(',');
        var least = int.Parse(comma < 0 ? range : range[..comma], CultureInfo.InvariantCulture);
        return least switch
        {
            0 => Requirement.Anything,
            1 when comma < 0 => atom,
            _ => atom.AtLeastOnce(),
        };
    }
}
