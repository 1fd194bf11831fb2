using System.Buffers;

namespace Orleans.Ingest.Web.Sites;

/// <summary>What may be the domain of a site: a host, or a host and a path, in lower case.</summary>
internal static class SiteDomain
{
    /// <summary>Longest domain of a site.</summary>
    public const int MaxLength = 255;

    private static readonly SearchValues<char> Refused = SearchValues.Create(" \t\r\n:?#[]@!$&'()*+,;=\\%\"<>|^`{}\u007f");

    /// <summary>The domain as sites keep it: trimmed, lower-case, without <c>www.</c> and a trailing slash.</summary>
    public static string Normalize(string sent)
    {
        var domain = sent.Trim().TrimEnd('/').ToLowerInvariant();
        return domain.StartsWith("www.", StringComparison.Ordinal) ? domain[4..] : domain;
    }

    /// <summary>What is wrong with a normalized domain; null when nothing is.</summary>
    public static string? Fault(string domain) => domain switch
    {
        "" => "can't be blank",
        { Length: > MaxLength } => $"should be at most {MaxLength} character(s)",
        _ when domain.Contains("://", StringComparison.Ordinal) => "is invalid: leave out the scheme, as in example.com",
        _ when !CanExist(domain) => "is invalid: a host such as example.com, or a host and a path",
        _ => null,
    };

    /// <summary>False for what no site can be called, so that nobody needs to be asked about it.</summary>
    public static bool CanExist(ReadOnlySpan<char> domain) =>
        domain.Length is > 0 and <= MaxLength
        && !domain.ContainsAny(Refused)
        && !domain.ContainsAnyInRange('\0', '\u001f')
        && domain[0] is not ('/' or '.' or '-')
        && !domain.Contains("..", StringComparison.Ordinal)
        && !domain.Contains("//", StringComparison.Ordinal);
}
