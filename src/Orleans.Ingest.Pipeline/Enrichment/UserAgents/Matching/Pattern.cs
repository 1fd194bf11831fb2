using System.Text.RegularExpressions;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents.Matching;

/// <summary>
/// One regex of a list. It is built at its first use, interpreted: most of the 20,000 are never used.
/// One that is used often is compiled, in the background (compiling takes milliseconds).
/// </summary>
/// <remarks>
/// Time on hostile texts is bounded by their length (<see cref="UserAgentParser.MaxLength"/>): a regex with one wide loop
/// is at worst quadratic, some milliseconds. Those with more, or with a repeated group, have a timeout too; on all it would cost
/// honest agents a third more.
/// Regexes that do not backtrack are no way out: the long alternations of the lists take them 100 ms.
/// </remarks>
internal sealed partial class Pattern(string source, Boundary boundary)
{
    private const int UsesBeforeCompiling = 256;

    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(50);

    private Regex? _regex;
    private int _uses;

    internal string Source => source;

    internal Boundary Boundary => boundary;

    /// <exception cref="RegexMatchTimeoutException">The text is made to be slow.</exception>
    internal bool IsMatch(string agent)
    {
        try
        {
            return Ready(agent).IsMatch(agent);
        }
        catch (RegexMatchTimeoutException)
        {
            return Ready(agent).IsMatch(agent); // a pause of the process looks the same; it does not come twice
        }
    }

    /// <exception cref="RegexMatchTimeoutException">The text is made to be slow.</exception>
    internal Match Match(string agent)
    {
        try
        {
            return Ready(agent).Match(agent);
        }
        catch (RegexMatchTimeoutException)
        {
            return Ready(agent).Match(agent);
        }
    }

    private Regex Ready(string agent)
    {
        if (_uses < UsesBeforeCompiling && Interlocked.Increment(ref _uses) == UsesBeforeCompiling)
        {
            ThreadPool.UnsafeQueueUserWorkItem(Compile, agent, preferLocal: false);
        }

        return _regex ??= Build(RegexOptions.None);
    }

    private void Compile(string agent)
    {
        var compiled = Build(RegexOptions.Compiled);
        try
        {
            compiled.IsMatch(agent); // makes the machine code: up to 100 ms, which no caller shall wait for
        }
        catch (RegexMatchTimeoutException)
        {
            return;
        }

        _regex = compiled;
    }

    private Regex Build(RegexOptions options) => new(
        $"{Prefix(boundary)}(?:{Translated(source)})",
        options | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        MayBeSlow() ? Timeout : Regex.InfiniteMatchTimeout);

    private bool MayBeSlow() => WideLoop().Count(source) > 1 || RepeatedGroup().IsMatch(source);

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

    [GeneratedRegex(@"\\.", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EscapedCharacter();

    [GeneratedRegex(@"(?<!\\)\)(?:[*+]|\{\d+,)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RepeatedGroup();

    // A repeated dot or negated class. Digits repeated end where something else begins.
    [GeneratedRegex(@"(?<!\\)(?:\.|\[\^[^\]]*\])[*+]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WideLoop();
}
