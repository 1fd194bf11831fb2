namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>Joins the requirements of parts that follow one another, to literals as long as can be.</summary>
internal sealed class RequirementSequence
{
    private const int MostCombinations = 64;

    private readonly List<Clause> _clauses = [];
    private List<string> _current = [""];
    private bool _isExact = true;

    internal void Append(Requirement part)
    {
        if (part.Exact is { } texts)
        {
            if (_current.Count == 1 && texts.Count == 1)
            {
                _current = _current[0].Length == 0 ? texts : [_current[0] + texts[0]];
            }
            else if (_current.Count == 1 || texts.Count == 1 || _current.Count * texts.Count <= MostCombinations)
            {
                _current = [.. from head in _current from tail in texts select head + tail];
            }
            else
            {
                Flush();
                _current = texts;
            }

            return;
        }

        Flush();
        _clauses.AddRange(part.Clauses);
    }

    internal Requirement ToRequirement()
    {
        if (_isExact)
        {
            return new(_current, []);
        }

        Flush();
        return new(null, _clauses);
    }

    private void Flush()
    {
        if (Clause.OneOf(_current) is { } clause)
        {
            _clauses.Add(clause);
        }

        _current = [""];
        _isExact = false;
    }
}
