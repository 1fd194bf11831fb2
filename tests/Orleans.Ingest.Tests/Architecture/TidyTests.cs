using System.Text.RegularExpressions;
using Xunit;

namespace Orleans.Ingest.Tests.Architecture;

/// <summary>Style that is held, not asked for.</summary>
public sealed partial class TidyTests
{
    private const int MaxLines = 250;

    [Fact]
    public void No_source_file_is_longer_than_250_lines() =>
        Assert.DoesNotContain(Sources().Select(path => (Path: Repository.Relative(path), Lines: File.ReadLines(path).Count())), file => file.Lines > MaxLines);

    [Fact]
    public void No_type_is_named_after_nothing() =>
        Assert.Empty(Sources().Where(path => EmptyName().IsMatch(Path.GetFileNameWithoutExtension(path))).Select(Repository.Relative));

    [Fact]
    public void Nothing_is_left_for_later_in_a_comment() =>
        Assert.Empty(Sources().Where(path => File.ReadLines(path).Any(line => Leftover().IsMatch(line))).Select(Repository.Relative));

    [Fact]
    public void No_file_speaks_of_a_machine() =>
        Assert.Empty(Sources().Concat(Documents()).Where(path => MachinePath().IsMatch(File.ReadAllText(path))).Select(Repository.Relative));

    [Fact]
    public void Links_in_documents_lead_somewhere()
    {
        var broken =
            from path in Documents()
            from Match link in Link().Matches(File.ReadAllText(path))
            let target = link.Groups["target"].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target))
            select $"{Repository.Relative(path)}: {target}";
        Assert.Empty(broken);
    }

    private static IEnumerable<string> Sources() => Repository.Files("*.cs", "src", "aspire", "tests").Where(path => !path.EndsWith("TidyTests.cs", StringComparison.Ordinal));

    private static IEnumerable<string> Documents() =>
        Repository.Files("*.md", "docs", "src", "aspire", "tests").Concat(Directory.EnumerateFiles(Repository.Root, "*.md"));

    [GeneratedRegex("(Helper|Utils?|Manager)s?$")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b|#region")]
    private static partial Regex Leftover();

    [GeneratedRegex("(?<![\\w.])/(home|root|work)/\\w")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
