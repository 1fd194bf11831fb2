using System.Buffers;
using System.Globalization;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>
/// Reads a regex for the literals that every match must hold. What it does not understand counts as "anything",
/// so that a pattern is at worst tried in vain, never left out.
/// </summary>
internal ref struct RegexLiterals
{
    private static readonly SearchValues<char> Special = SearchValues.Create("([\\.^$|)?*+{");

    private readonly ReadOnlySpan<char> _regex;
    private int _at;

    private RegexLiterals(string regex) => _regex = regex;

    private readonly bool IsAtEnd => _at >= _regex.Length;

    internal static List<Clause> RequiredBy(string regex, Boundary boundary = Boundary.None) =>
        new RegexLiterals(regex).Alternatives(boundary == Boundary.Strict).AllClauses();

    // isWordStart: what is read next stands where the whole match begins.
    private Requirement Alternatives(bool isWordStart)
    {
        var branches = new List<Requirement>();
        while (true)
        {
            branches.Add(Sequence(isWordStart));
            if (IsAtEnd || _regex[_at] != '|')
            {
                return Requirement.AnyOf(branches);
            }

            _at++;
        }
    }

    private Requirement Sequence(bool isWordStart)
    {
        var sequence = new RequirementSequence();
        while (!IsAtEnd && _regex[_at] is not ('|' or ')'))
        {
            var first = _regex[_at];
            var part = Quantified(Atom(isWordStart));
            if (ReferenceEquals(part, Requirement.Nothing))
            {
                continue;
            }

            if (isWordStart && part.Exact is not null && first is not ('(' or '^'))
            {
                sequence.Append(Requirement.AtWordStart);
            }

            isWordStart = false;
            sequence.Append(part);
        }

        return sequence.ToRequirement();
    }

    private Requirement Atom(bool isWordStart)
    {
        var c = _regex[_at++];
        return c switch
        {
            '(' => Group(isWordStart),
            '[' => CharacterClass(),
            '\\' => Escape(),
            '.' => Requirement.Anything,
            '^' => Requirement.AtTextStart,
            '$' => Requirement.Nothing,
            _ => Characters(),
        };
    }

    // A run of plain characters at once; the last one is left out when a quantifier follows, which is its alone.
    private Requirement Characters()
    {
        var start = _at - 1;
        var length = _regex[start..].IndexOfAny(Special);
        length = length < 0 ? _regex.Length - start : length == 0 ? 1 : length;
        if (length > 1 && start + length < _regex.Length && _regex[start + length] is '?' or '*' or '+' or '{')
        {
            length--;
        }

        _at = start + length;
        return Requirement.Literal(AgentFold.Upper(_regex.Slice(start, length)));
    }

    private Requirement Group(bool isWordStart)
    {
        var isLookaround = false;
        if (!IsAtEnd && _regex[_at] == '?')
        {
            _at++;
            isLookaround = _regex[_at] is '=' or '!' || (_regex[_at] == '<' && _regex[_at + 1] is '=' or '!');
            _at += _regex[_at] == '<' ? 2 : 1;
        }

        var inside = Alternatives(isWordStart);
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
                members.Add(AgentFold.Upper(member));
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
        return char.IsAsciiLetterOrDigit(c) ? Requirement.Anything : Requirement.Literal(AgentFold.Upper([c]));
    }

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
