using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orleans.Ingest.Drivers;

/// <summary>
/// The manifest that the AppHost publishes, and what its placeholders stand for once something runs: ports and hosts are given, parameters have values,
/// and one placeholder may lead to another.
/// </summary>
public sealed partial class AspireManifest
{
    private readonly JsonElement _resources;
    private readonly Dictionary<string, string> _values = [];

    private AspireManifest(JsonElement resources) => _resources = resources;

    /// <summary>Names of the projects.</summary>
    public IEnumerable<string> Projects => _resources.EnumerateObject().Where(one => one.Value.GetProperty("type").GetString() == "project.v0").Select(one => one.Name);

    /// <summary>The manifest that lies beside the AppHost.</summary>
    public static AspireManifest Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Checkout.PathOf("aspire", "Orleans.Ingest.AppHost", "manifest.json")));
        return new(file.RootElement.GetProperty("resources").Clone());
    }

    /// <summary>Says what a placeholder stands for, such as <c>redis.bindings.tcp.port</c>.</summary>
    public AspireManifest With(string placeholder, string value)
    {
        _values[placeholder] = value;
        return this;
    }

    /// <summary>The variables of a project, as it says them.</summary>
    public IReadOnlyDictionary<string, string> VariablesOf(string project) =>
        _resources.GetProperty(project).GetProperty("env").EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString()!);

    /// <summary>The command line of a container.</summary>
    public string CommandOf(string container) => _resources.GetProperty(container).GetProperty("args").EnumerateArray().Last().GetString()!;

    /// <summary>The variables of a project as its process gets them.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentOf(string project) => VariablesOf(project).ToDictionary(variable => variable.Key, variable => Resolve(variable.Value));

    private string Resolve(string text) => Placeholder().Replace(text, found => ValueOf(found.Groups["path"].Value));

    private string ValueOf(string path)
    {
        if (_values.TryGetValue(path, out var value)) return value;
        var parts = path.Split('.');
        var resource = _resources.GetProperty(parts[0]);
        if (parts is [_, "bindings", var binding, "url"]) return Resolve($"{{{parts[0]}.bindings.{binding}.scheme}}://{{{parts[0]}.bindings.{binding}.host}}:{{{parts[0]}.bindings.{binding}.port}}");
        var found = parts.Skip(1).Aggregate((JsonElement?)resource, (at, part) => at is { ValueKind: JsonValueKind.Object } && at.Value.TryGetProperty(part, out var next) ? next : null);
        return found is { ValueKind: JsonValueKind.String } ? Resolve(found.Value.GetString()!) : throw new InvalidOperationException($"Nothing says what '{{{path}}}' of the manifest stands for.");
    }

    [GeneratedRegex(@"\{(?<path>[^{}]+)\}")]
    private static partial Regex Placeholder();
}
