using Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>Says which <see cref="AgentFragment"/>s an agent holds.</summary>
internal sealed class FragmentList
{
    private readonly PatternBook _book;
    private readonly Dictionary<AgentFragment, Section> _sections;

    private FragmentList(PatternBook book, Dictionary<AgentFragment, Section> sections)
    {
        _book = book;
        _sections = sections;
    }

    /// <summary>Adds the list to a book; the result needs the finished book.</summary>
    internal static Func<PatternBook, FragmentList> AddTo(PatternBookBuilder builder)
    {
        using var list = EmbeddedLists.Own("fragments");
        var sections = new Dictionary<AgentFragment, Section>();
        foreach (var boundary in list.RootElement.EnumerateObject())
        {
            foreach (var fragment in boundary.Value.EnumerateObject())
            {
                sections.Add(
                    Enum.Parse<AgentFragment>(fragment.Name),
                    builder.Add([fragment.Value.GetString()!], Enum.Parse<Boundary>(boundary.Name)));
            }
        }

        return book => new(book, sections);
    }

    internal bool Has(AgentFragment fragment, ScannedAgent agent) => _book.First(_sections[fragment], agent.Candidates, agent.Text) >= 0;
}
