using System.Text.RegularExpressions;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>
/// One regex of a list. It is built at its first use, interpreted: most of the 20,000 are never used.
/// One that is used often is compiled, in the background (compiling takes milliseconds).
/// </summary>
/// <remarks>
/// Time on hostile texts is bounded by their length (no regex of the lists takes more than some milliseconds on
/// <see cref="UserAgentParser.MaxLength"/> characters) and, whatever a new version of the lists brings, by a timeout.
/// Regexes that do not backtrack are no way out: the long alternations of the lists take them 100 ms.
/// </remarks>
internal sealed partial class Pattern(string source, Boundary boundary)
{
    private const int UsesBeforeCompiling = 256;

    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(100);

    private Regex? _regex;
    private int _uses;

    internal string Source => source;

    internal Boundary Boundary => boundary;

    /// <exception cref="RegexMatchTimeoutException">The text is made to be slow.</exception>
    internal bool IsMatch(string agent)
    {
        try
        {
            return Ready().IsMatch(agent);
        }
        catch (RegexMatchTimeoutException)
        {
            return Ready().IsMatch(agent); // a pause of the process looks the same; it does not come twice
        }
    }

    /// <exception cref="RegexMatchTimeoutException">The text is made to be slow.</exception>
    internal Match Match(string agent)
    {
        try
        {
            return Ready().Match(agent);
        }
        catch (RegexMatchTimeoutException)
        {
            return Ready().Match(agent);
        }
    }

    private Regex Ready()
    {
        if (_uses < UsesBeforeCompiling && Interlocked.Increment(ref _uses) == UsesBeforeCompiling)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static pattern => pattern._regex = pattern.Build(RegexOptions.Compiled), this, preferLocal: false);
        }

        return _regex ??= Build(RegexOptions.None);
    }

    private Regex Build(RegexOptions options) =>
        new($"{Prefix(boundary)}(?:{Translated(source)})", options | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Timeout);

    // Matomo consumes the character before; a lookbehind leaves the regex engine its own search for the first literal.
    private static string Prefix(Boundary boundary) => boundary switch
    {
        Boundary.Strict => "(?<=^|[^A-Z0-9_-]|[^A-Z0-9-]_|sprd-|MZ-)",
        Boundary.Loose => "(?<=^|[^A-Z_-])",
        _ => "",
    };

    // Matomo writes for PCRE: ++ is its possessive + (without it the same is matched, in more steps), and \_ is an underscore.
    private static string Translated(string source) =>
        EscapedCharacter().Replace(source.Replace("++", "+", StringComparison.Ordinal), match => match.Value == @"\_" ? "_" : match.Value);

    [GeneratedRegex(@"\\.")]
    private static partial Regex EscapedCharacter();
}
