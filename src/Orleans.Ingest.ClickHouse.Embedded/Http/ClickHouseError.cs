using System.Globalization;
using System.Text.RegularExpressions;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>An error as ClickHouse's HTTP interface tells it: code, text, status.</summary>
internal sealed partial record ClickHouseError(int Code, string Message)
{
    private const int UnknownException = 1002;

    /// <summary>The HTTP status the server answers this code with.</summary>
    public int Status => Code switch
    {
        194 => 401, // REQUIRED_PASSWORD
        192 or 193 or 497 or 512 or 516 => 403, // UNKNOWN_USER, WRONG_PASSWORD, ACCESS_DENIED, SET_NON_GRANTED_ROLE, AUTHENTICATION_FAILED
        6 or 25 or 26 or 27 or 38 or 41 or 72 or 376 or 441 or 675 or 676 => 400, // CANNOT_PARSE_*
        36 or 53 or 62 or 117 or 321 or 427 => 400, // BAD_ARGUMENTS, TYPE_MISMATCH, SYNTAX_ERROR, INCORRECT_DATA, VALUE_IS_OUT_OF_RANGE…, CANNOT_COMPILE_REGEXP
        8 or 15 or 37 or 44 or 123 or 167 or 168 or 223 => 400, // columns and trees that cannot be
        46 or 47 or 50 or 56 or 60 or 63 or 73 or 78 or 81 or 115 or 152 or 336 or 511 => 404, // UNKNOWN_*
        381 => 411, // HTTP_LENGTH_REQUIRED
        159 => 408, // TIMEOUT_EXCEEDED
        229 => 413, // QUERY_IS_TOO_LARGE
        48 => 501, // NOT_IMPLEMENTED
        76 or 209 or 439 => 503, // CANNOT_OPEN_FILE, SOCKET_TIMEOUT, CANNOT_SCHEDULE_TASK
        779 => 415, // UNSUPPORTED_MEDIA_TYPE
        _ => 500,
    };

    /// <summary>From an error's text, with the version at its end as the server writes it.</summary>
    public static ClickHouseError From(string text, string version)
    {
        text = text.TrimEnd();
        if (CodePattern().Match(text) is not { Success: true } match)
        {
            text = $"Code: {UnknownException}. DB::Exception: {text.TrimEnd('.')}. (UNKNOWN_EXCEPTION)";
            match = CodePattern().Match(text);
        }

        if (match.Index > 0) text = text[match.Index..];
        text = Innermost(text);
        if (!text.Contains("(version ", StringComparison.Ordinal)) text += $" (version {version})";
        return new(int.Parse(match.Groups["code"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), text + "\n");
    }

    // An error that passed through several hands of the engine comes wrapped in itself, once for each.
    private static string Innermost(string text)
    {
        var prefix = text[..(text.IndexOf(": ", "Code: ".Length, StringComparison.Ordinal) + 2)];
        if (prefix.Length < "Code: 1. DB::Exception: ".Length || !text.AsSpan(prefix.Length).StartsWith(prefix)) return text;
        while (text.AsSpan(prefix.Length).StartsWith(prefix)) text = text[prefix.Length..];
        var version = text.IndexOf(" (version ", StringComparison.Ordinal);
        return version < 0 ? text : text[..(text.IndexOf(')', version) + 1)];
    }

    [GeneratedRegex(@"Code: (?<code>\d{1,5})\.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodePattern();
}
