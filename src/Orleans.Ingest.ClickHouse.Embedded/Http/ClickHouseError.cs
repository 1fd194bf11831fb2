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
        192 or 193 or 516 or 512 or 497 => 403, // UNKNOWN_USER, WRONG_PASSWORD, AUTHENTICATION_FAILED, SET_NON_GRANTED_ROLE, ACCESS_DENIED
        36 or 427 or 6 or 25 or 26 or 38 or 41 or 72 or 407 or 441 or 675 or 676 or 27 or 15 or 44 or 55 or 54 or 8
            or 167 or 168 or 62 or 117 or 53 or 321 or 461 or 637 => 400, // BAD_ARGUMENTS, CANNOT_PARSE_*, SYNTAX_ERROR, INCORRECT_DATA, TYPE_MISMATCH, …
        60 or 46 or 47 or 50 or 56 or 81 or 115 or 86 or 63 or 73 or 336 or 78 or 511 => 404, // UNKNOWN_TABLE, UNKNOWN_FUNCTION, UNKNOWN_DATABASE, UNKNOWN_SETTING, …
        381 => 411, // HTTP_LENGTH_REQUIRED
        159 => 408, // TIMEOUT_EXCEEDED
        307 => 413, // QUERY_IS_TOO_LARGE (TOO_MANY_BYTES has the same meaning for a body)
        48 => 501, // NOT_IMPLEMENTED
        209 or 76 or 439 => 503, // SOCKET_TIMEOUT, CANNOT_OPEN_FILE, CANNOT_SCHEDULE_TASK
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
        if (!text.Contains("(version ", StringComparison.Ordinal)) text += $" (version {version})";
        return new(int.Parse(match.Groups["code"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), text + "\n");
    }

    [GeneratedRegex(@"Code: (?<code>\d{1,5})\.", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodePattern();
}
