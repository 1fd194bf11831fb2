using System.Text.Json;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>
/// A brand and those of its models that matter: only the kind of device is asked for, so models behind the last one
/// of a kind other than the brand's are left out (half of Matomo's 20,000).
/// </summary>
internal sealed class DeviceBrand
{
    private readonly Device _brand;
    private readonly string[] _kinds;
    private readonly Lazy<(PatternBook Book, Section Section)>? _models;

    private DeviceBrand(Device brand, (string Regex, string Kind)[] models)
    {
        _brand = brand;
        _kinds = [.. models.Select(model => model.Kind)];
        if (models.Length > 0)
        {
            _models = new(() =>
            {
                var builder = new PatternBookBuilder();
                var section = builder.Add(models.Select(model => model.Regex));
                return (builder.Build(), section);
            });
        }
    }

    internal static DeviceBrand From(string name, JsonElement item)
    {
        var brand = new Device(name, KindOf(item) ?? "");
        (string Regex, string Kind)[] models = item.TryGetProperty("models", out var list)
            ? [.. list.EnumerateArray().Select(model => (model.GetProperty("regex").GetString()!, KindOf(model) ?? brand.Kind))]
            : [];
        var last = Array.FindLastIndex(models, model => model.Kind != brand.Kind);
        return new(brand, models[..(last + 1)]);

        static string? KindOf(JsonElement element) => element.TryGetProperty("device", out var kind) ? kind.GetString() : null;
    }

    internal Device Find(string agent)
    {
        if (_models is null)
        {
            return _brand;
        }

        var (book, section) = _models.Value;
        Span<byte> folded = stackalloc byte[agent.Length];
        AgentFold.Fold(agent, folded);
        var candidates = new BitSpan(stackalloc ulong[book.CandidateWords]);
        book.FindCandidates(folded, candidates);
        var place = book.First(section, candidates, agent);
        return place < 0 ? _brand : _brand with { Kind = _kinds[place] };
    }
}
