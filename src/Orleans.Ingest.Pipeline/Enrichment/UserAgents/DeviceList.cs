using Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>One of Matomo's lists of devices, by brand.</summary>
internal sealed class DeviceList
{
    private readonly PatternBook _book;
    private readonly Section _section;
    private readonly DeviceBrand[] _brands;

    private DeviceList(PatternBook book, Section section, DeviceBrand[] brands)
    {
        _book = book;
        _section = section;
        _brands = brands;
    }

    /// <summary>Adds the list to a book; the result needs the finished book.</summary>
    internal static Func<PatternBook, DeviceList> AddTo(PatternBookBuilder builder, string file)
    {
        var list = EmbeddedLists.Regexes($"regexes/device/{file}");
        var items = list.RootElement.EnumerateObject().ToArray();
        var section = builder.Add(items.Select(item => item.Value.GetProperty("regex").GetString()!));
        DeviceBrand[] brands = [.. items.Select(item => new DeviceBrand(item.Name, item.Value))];
        return book => new(book, section, brands);
    }

    /// <summary>Null when no brand of the list matches.</summary>
    internal Device? Find(ScannedAgent agent)
    {
        var place = _book.First(_section, agent.Candidates, agent.Text);
        return place < 0 ? null : _brands[place].Find(agent.Text);
    }
}
