using System.Text.RegularExpressions;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>Names and versions of the lists: texts with <c>$1</c>..<c>$9</c> for what the regex captured.</summary>
internal static class Templates
{
    internal static string Fill(string template, Match match)
    {
        if (!template.Contains('$', StringComparison.Ordinal))
        {
            return template;
        }

        // At least $1: some entries ask for a group that their regex does not have, and mean "no version".
        for (var group = 1; group < Math.Max(2, match.Groups.Count) && group <= 9; group++)
        {
            template = template.Replace($"${group}", match.Groups[group].Value, StringComparison.Ordinal);
        }

        return template;
    }

    /// <summary>A version as Matomo writes it: dots for underscores, none at the end.</summary>
    internal static string Version(string template, Match match)
    {
        var version = Fill(template, match).Replace('_', '.');
        return (version.EndsWith('.') ? version[..^1] : version).Trim();
    }

    /// <summary>The first two parts: <c>10.13.4</c> is <c>10.13</c>.</summary>
    internal static string MajorMinor(string version)
    {
        var first = version.IndexOf('.', StringComparison.Ordinal);
        var second = first < 0 ? -1 : version.IndexOf('.', first + 1);
        return second < 0 ? version : version[..second];
    }
}
