using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>
/// A body of <c>multipart/form-data</c>: its fields are taken as if they stood in the query string, which clients use for
/// parameters that are too long for one. Tables sent along as files (external data) are refused.
/// </summary>
internal static class FormBody
{
    private static readonly string[] TableSuffixes = ["_structure", "_types", "_format"];

    /// <summary>Query string and form together; of a request with another body the query string alone.</summary>
    public static async Task<IReadOnlyDictionary<string, StringValues>> ReadValuesAsync(HttpRequest http, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, StringValues>(http.Query, StringComparer.Ordinal);
        if (!IsForm(http)) return values;

        // One name is enough to see a table coming, before its rows are read.
        var table = values.Keys.Select(TableName).FirstOrDefault(name => name is not null);
        if (table is not null) throw Refused(table);
        var form = await http.ReadFormAsync(cancellationToken);
        if (form.Files.Count > 0) throw Refused(form.Files[0].Name);
        foreach (var (name, value) in form) values[name] = value;
        return values;
    }

    public static bool IsForm(HttpRequest http) => http.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;

    private static string? TableName(string name) =>
        TableSuffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix && name is not "default_format" && !name.StartsWith("param_", StringComparison.Ordinal) && name.Length > suffix.Length
            ? name[..^suffix.Length]
            : null;

    private static RequestRefusedException Refused(string table) =>
        new($"Code: 48. DB::Exception: External data (the table `{table}` of a multipart body) is not supported by the embedded engine: insert it into a temporary table of a session (session_id) first. (NOT_IMPLEMENTED)");
}
