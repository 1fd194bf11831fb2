using Orleans.Ingest.Pipeline.Enrichment.UserAgents;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.UserAgents;

/// <summary>Real agents with what Matomo's detector makes of them, after Plausible's naming.</summary>
internal sealed record UserAgentSample(string UserAgent, UserAgentInfo Expected)
{
    internal static IReadOnlyList<UserAgentSample> All { get; } = Read();

    private static List<UserAgentSample> Read()
    {
        using var stream = typeof(UserAgentSample).Assembly.GetManifestResourceStream("ua-sample.tsv")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Skip(1).Select(line => line.TrimEnd('\r').Split('\t')).Where(fields => fields.Length == 7).Select(From)];
    }

    private static UserAgentSample From(string[] fields) =>
        new(fields[0], new(fields[1], fields[2], fields[3], fields[4], fields[5], IsBot: fields[6] == "1"));
}
