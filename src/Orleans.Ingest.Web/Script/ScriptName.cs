namespace Orleans.Ingest.Web.Script;

/// <summary>Reads the names under which the tracker is served: <c>{script|plausible|analytics}{.feature…}.js</c>.</summary>
internal static class ScriptName
{
    /// <summary>Number of different scripts.</summary>
    public const int Count = 1 << 11;

    private const string Extension = ".js";

    /// <summary>The features of a file's name; null when it is no name of the tracker.</summary>
    public static ScriptFeatures? Parse(ReadOnlySpan<char> file)
    {
        if (!file.EndsWith(Extension, StringComparison.Ordinal)) return null;
        file = file[..^Extension.Length];
        var features = ScriptFeatures.None;
        var isFirst = true;
        foreach (var range in file.Split('.'))
        {
            var part = file[range];
            if (isFirst)
            {
                if (part is not ("script" or "plausible" or "analytics")) return null;
                isFirst = false;
            }
            else if (Feature(part) is { } feature)
            {
                features |= feature;
            }
            else
            {
                return null;
            }
        }

        return features;
    }

    /// <summary>The names of the features, in the order of their declaration.</summary>
    public static IEnumerable<string> Names(ScriptFeatures features) =>
        from feature in Enum.GetValues<ScriptFeatures>()
        where feature != ScriptFeatures.None && features.HasFlag(feature)
        select Name(feature);

    private static ScriptFeatures? Feature(ReadOnlySpan<char> name) => name switch
    {
        "hash" => ScriptFeatures.Hash,
        "outbound-links" => ScriptFeatures.OutboundLinks,
        "exclusions" => ScriptFeatures.Exclusions,
        "compat" => ScriptFeatures.Compat,
        "local" => ScriptFeatures.Local,
        "manual" => ScriptFeatures.Manual,
        "file-downloads" => ScriptFeatures.FileDownloads,
        "pageview-props" => ScriptFeatures.PageviewProps,
        "tagged-events" => ScriptFeatures.TaggedEvents,
        "revenue" => ScriptFeatures.Revenue,
        "pageleave" => ScriptFeatures.Pageleave,
        "client-hints" => ScriptFeatures.ClientHints,
        _ => null,
    };

    private static string Name(ScriptFeatures feature) => feature switch
    {
        ScriptFeatures.Hash => "hash",
        ScriptFeatures.OutboundLinks => "outbound-links",
        ScriptFeatures.Exclusions => "exclusions",
        ScriptFeatures.Compat => "compat",
        ScriptFeatures.Local => "local",
        ScriptFeatures.Manual => "manual",
        ScriptFeatures.FileDownloads => "file-downloads",
        ScriptFeatures.PageviewProps => "pageview-props",
        ScriptFeatures.TaggedEvents => "tagged-events",
        ScriptFeatures.Revenue => "revenue",
        ScriptFeatures.Pageleave => "pageleave",
        ScriptFeatures.ClientHints => "client-hints",
        _ => throw new ArgumentOutOfRangeException(nameof(feature), feature, "Not one feature."),
    };
}
