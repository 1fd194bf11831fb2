using System.Text.Json;
using Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>
/// A brand and those of its models that matter: only the kind of device is asked for, so models behind the last one
/// of a kind other than the brand's are left out (half of Matomo's 20,000). They are read when the brand is first met.
/// </summary>
internal sealed class DeviceBrand
{
    private readonly Device _brand;
    private readonly Lazy<Models?> _models;

    /// <param name="name">Of the brand.</param>
    /// <param name="item">Its entry in the list; kept, so its document must not be disposed of.</param>
    internal DeviceBrand(string name, JsonElement item)
    {
        _brand = new(name, KindOf(item) ?? "");
        _models = new(() => ReadModels(item));
    }

    internal Device Find(string agent)
    {
        if (_models.Value is not { } models)
        {
            return _brand;
        }

        Span<byte> folded = stackalloc byte[agent.Length];
        AgentFold.Fold(agent, folded);
        var candidates = new BitSpan(stackalloc ulong[models.Book.CandidateWords]);
        models.Book.FindCandidates(folded, candidates);
        var place = models.Book.First(models.Section, candidates, agent);
        return place < 0 ? _brand : _brand with { Kind = models.Kinds[place] };
    }

    private Models? ReadModels(JsonElement item)
    {
        if (!item.TryGetProperty("models", out var list))
        {
            return null;
        }

        (string Regex, string Kind)[] models = [.. list.EnumerateArray().Select(model => (model.GetProperty("regex").GetString()!, KindOf(model) ?? _brand.Kind))];
        var needed = models[..(Array.FindLastIndex(models, model => model.Kind != _brand.Kind) + 1)];
        if (needed.Length == 0)
        {
            return null;
        }

        var builder = new PatternBookBuilder();
        var section = builder.Add(needed.Select(model => model.Regex));
        return new(builder.Build(), section, [.. needed.Select(model => model.Kind)]);
    }

    private static string? KindOf(JsonElement element) => element.TryGetProperty("device", out var kind) ? kind.GetString() : null;

    private sealed record Models(PatternBook Book, Section Section, string[] Kinds);
}
