using System.Text.RegularExpressions;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>
/// One regex of a list. It is built at its first use, interpreted; most of the 20,000 are never used.
/// One that is used often is compiled, in the background: compiling takes milliseconds.
/// </summary>
internal sealed class Pattern(string source, Boundary boundary)
{
    private const int UsesBeforeCompiling = 256;

    /// <summary>Far above what an honest agent takes (microseconds), so that a pause of the process is not taken for a hostile text.</summary>
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(50);

    private Regex? _regex;
    private int _uses;

    internal string Source => source;

    internal bool IsMatch(string agent) => Ready().IsMatch(agent);

    internal Match Match(string agent) => Ready().Match(agent);

    private Regex Ready()
    {
        if (_uses < UsesBeforeCompiling && Interlocked.Increment(ref _uses) == UsesBeforeCompiling)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static pattern => pattern._regex = pattern.Build(RegexOptions.Compiled), this, preferLocal: false);
        }

        return _regex ??= Build(RegexOptions.None);
    }

    private Regex Build(RegexOptions options) =>
        new(Prefix(boundary) + "(?:" + Translated(source) + ")", options | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchTimeout);

    // Matomo writes for PCRE: ++ is its possessive + (without it the same is matched, in more steps), and \_ is an underscore.
    private static string Translated(string source) =>
        source.Replace("++", "+", StringComparison.Ordinal).Replace("\\_", "_", StringComparison.Ordinal);

    // Matomo consumes the character before; a lookbehind leaves the regex engine its own search for the first literal.
    private static string Prefix(Boundary boundary) => boundary switch
    {
        Boundary.Strict => "(?<=^|[^A-Z0-9_-]|[^A-Z0-9-]_|sprd-|MZ-)",
        Boundary.Loose => "(?<=^|[^A-Z_-])",
        _ => "",
    };
}
