namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>The query of a page's URL, form-decoded. Of a repeated name the last one wins; a name without a value is present and empty.</summary>
public sealed class QueryParameters
{
    /// <summary>A URL without a query.</summary>
    public static readonly QueryParameters Empty = new([]);

    // Few names a URL: a list is smaller and no slower than a dictionary.
    private readonly List<KeyValuePair<string, string>> _pairs;

    private QueryParameters(List<KeyValuePair<string, string>> pairs) => _pairs = pairs;

    /// <summary>Reads a query as it stands in a URL, without its <c>?</c>.</summary>
    public static QueryParameters Parse(ReadOnlySpan<char> query)
    {
        if (query.IsEmpty)
            return Empty;

        var pairs = new List<KeyValuePair<string, string>>(4);
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            if (pair.IsEmpty)
                continue;

            var equals = pair.IndexOf('=');
            var name = PercentDecoder.Form(equals < 0 ? pair : pair[..equals]);
            pairs.Add(new(name, equals < 0 ? "" : PercentDecoder.Form(pair[(equals + 1)..])));
        }

        return new(pairs);
    }

    /// <summary>True when the name is in the query, even with an empty value.</summary>
    public bool TryGet(string name, out string value)
    {
        for (var i = _pairs.Count - 1; i >= 0; i--)
        {
            if (_pairs[i].Key == name)
            {
                value = _pairs[i].Value;
                return true;
            }
        }

        value = "";
        return false;
    }
}
