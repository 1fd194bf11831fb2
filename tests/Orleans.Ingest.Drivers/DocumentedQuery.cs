using System.Text;

namespace Orleans.Ingest.Drivers;

/// <summary>A question of <c>docs/queries</c>, asked as that page says: the file as it is, its parameters beside it.</summary>
/// <param name="name">The file, without its extension.</param>
public sealed class DocumentedQuery(string name)
{
    private static readonly string _directory = Checkout.PathOf("docs", "queries");

    /// <summary>All there are.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(_directory, "*.sql").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    /// <summary>The rows, fields parted by tabs.</summary>
    public async Task<string[]> AskAsync(HttpClient client, Uri clickHouse, string database, params (string Name, string Value)[] parameters)
    {
        var address = new StringBuilder($"?database={database}");
        foreach (var (parameter, value) in parameters) address.Append($"&param_{parameter}={Uri.EscapeDataString(value)}");
        using var question = new StringContent(await File.ReadAllTextAsync(Path.Combine(_directory, $"{name}.sql")));
        using var answer = await client.PostAsync(new Uri(clickHouse, address.ToString()), question);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries) : throw new InvalidOperationException($"{name}: {text}");
    }
}
