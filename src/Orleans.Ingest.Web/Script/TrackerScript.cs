using System.Text;

namespace Orleans.Ingest.Web.Script;

/// <summary>Makes one classic script of the official tracker (an ES module) and the wrapper that reads the script tag.</summary>
internal static class TrackerScript
{
    private const string Licence = "/*! @plausible-analytics/tracker, MIT licence, Copyright 2020 Plausible Insights OÜ */\n";

    private static readonly string Tracker = WithoutExports(Read("tracker/plausible.js"));
    private static readonly string Wrapper = Read("tracker/wrapper.js");

    /// <summary>The script's text for a set of features.</summary>
    public static string For(ScriptFeatures features) => string.Concat(
        Licence,
        "!function(){\n",
        $"var features=[{string.Join(',', ScriptName.Names(features).Select(name => $"'{name}'"))}]\n",
        Tracker + "\n",
        Wrapper,
        "}()\n");

    // A classic script may not export; the names stay visible to the wrapper inside the same function.
    private static string WithoutExports(string module)
    {
        var export = module.LastIndexOf("export {", StringComparison.Ordinal);
        return export >= 0 && module.IndexOf('}', export) is var end and >= 0
            ? string.Concat(module.AsSpan(0, export), module.AsSpan(end + 1)).TrimEnd()
            : throw new InvalidOperationException("The npm package @plausible-analytics/tracker has no 'export { … }' at its end: its form changed, adapt TrackerScript.");
    }

    private static string Read(string resource)
    {
        using var stream = typeof(TrackerScript).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is missing from the build; see Orleans.Ingest.Web.csproj.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
