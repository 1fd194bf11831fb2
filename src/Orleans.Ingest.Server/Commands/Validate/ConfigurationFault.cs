using System.Text.RegularExpressions;
using Orleans.Ingest.Server.Commands.Help;

namespace Orleans.Ingest.Server.Commands.Validate;

/// <summary>A value of the configuration that is of the wrong kind.</summary>
internal static partial class ConfigurationFault
{
    /// <summary>The key that could not be bound; null when the error is about something else.</summary>
    public static string? KeyOf(InvalidOperationException error) => Unreadable().Match(error.Message) is { Success: true } match ? match.Groups["key"].Value : null;

    /// <summary>Says what the key takes.</summary>
    public static string Explain(string key, string? value) => ConfigurationKeys.Find(key) is { } line
        ? $"{key} is '{value}', which cannot be read: {line.Meaning} (default: {line.Default})."
        : $"{key} is '{value}', which cannot be read.";

    [GeneratedRegex("at '(?<key>[^']+)' to type", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unreadable();
}
