using System.Text.RegularExpressions;
using ClickHouse.Driver;

namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>
/// Tells what heals from what does not. Only codes that speak of the rows' bytes are taken as final: to wait too long delays events, to give up wrongly
/// loses them.
/// </summary>
internal static partial class InsertErrors
{
    // Names as in ClickHouse's ErrorCodes.
    private static readonly HashSet<int> OfTheRows =
    [
        6,      // CANNOT_PARSE_TEXT
        25, 26, 27, // CANNOT_PARSE_ESCAPE_SEQUENCE, CANNOT_PARSE_QUOTED_STRING, CANNOT_PARSE_INPUT_ASSERTION_FAILED
        33,     // CANNOT_READ_ALL_DATA
        69,     // ARGUMENT_OUT_OF_BOUND
        72,     // CANNOT_PARSE_NUMBER
        117,    // INCORRECT_DATA
        128,    // TOO_LARGE_ARRAY_SIZE
        131,    // TOO_LARGE_STRING_SIZE
        190,    // SIZES_OF_ARRAYS_DONT_MATCH
        321,    // VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE
        349,    // CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN
        407,    // DECIMAL_OVERFLOW
        469,    // VIOLATED_CONSTRAINT
    ];

    // The tables are not what they were when their columns were read.
    private static readonly HashSet<int> OfTheTables =
    [
        10,     // NOT_FOUND_COLUMN_IN_BLOCK
        16,     // NO_SUCH_COLUMN_IN_TABLE
        44,     // ILLEGAL_COLUMN: a MATERIALIZED one was named
        47,     // UNKNOWN_IDENTIFIER
        53,     // TYPE_MISMATCH: the types that are sent never change
        60,     // UNKNOWN_TABLE
        70,     // CANNOT_CONVERT_TYPE
        81,     // UNKNOWN_DATABASE
        115,    // UNKNOWN_SETTING
    ];

    public static bool TablesChanged(Exception error) => CodeOf(error) is { } code && OfTheTables.Contains(code);

    /// <summary>The exception that the writer decides by.</summary>
    public static Exception Translate(Exception error, GroupRows group)
    {
        var what = $"Flush group {group.First}-{group.Last} of queue {group.Queue}";
        return error switch
        {
            InvalidDataException => new RowsRefusedException($"{what} cannot be read: {error.Message}", error.Message, error),
            ClickHouseServerException when CodeOf(error) is { } code && OfTheRows.Contains(code) =>
                new RowsRefusedException($"{what} is refused by ClickHouse (code {code}): {FirstLine(error.Message)}", AnswerOf(error), error),
            ClickHouseServerException => new ClickHouseUnavailableException($"{what} is not inserted, ClickHouse answers (code {CodeOf(error)}): {FirstLine(error.Message)}", AnswerOf(error), error),
            OperationCanceledException => new ClickHouseUnavailableException($"{what} is not known to be inserted: ClickHouse did not answer in time.", "ClickHouse did not answer in time", error),
            _ => new ClickHouseUnavailableException($"{what} is not inserted: {error.Message}", "ClickHouse cannot be reached", error),
        };
    }

    private static int? CodeOf(Exception error) => error is ClickHouseServerException server ? server.ErrorCode : null;

    private static string AnswerOf(Exception error) => $"ClickHouse answers code {CodeOf(error)}{NameOf(error.Message)}";

    /// <summary>ClickHouse ends its messages with the code's name; what stands before may quote a row.</summary>
    private static string NameOf(string message) => CodeName().Match(message) is { Success: true } found ? $", {found.Groups["name"].Value}" : "";

    [GeneratedRegex(@"\((?<name>[A-Z][A-Z0-9_]{3,})\)", RegexOptions.ExplicitCapture | RegexOptions.RightToLeft, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeName();

    private static string FirstLine(string message)
    {
        const int Enough = 300;
        var line = message.AsSpan().Trim();
        var end = line.IndexOf('\n');
        line = end < 0 ? line : line[..end];
        return line.Length <= Enough ? line.ToString() : string.Concat(line[..Enough], "…");
    }
}
