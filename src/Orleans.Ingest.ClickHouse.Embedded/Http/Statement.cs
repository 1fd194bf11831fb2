using System.Buffers;
using System.Text;
using Orleans.Ingest.ClickHouse.Embedded.Sql;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>
/// The statement of a request: query string, line end and body, put together as the server does. Of an INSERT with rows only
/// the beginning is read here; the rest of the rows stays in the body.
/// </summary>
/// <param name="Text">What was read, the first rows of an insert included.</param>
/// <param name="Insert">Where the rows begin, if it is an INSERT with rows.</param>
internal sealed record Statement(ReadOnlyMemory<byte> Text, InsertStatement? Insert)
{
    private const int Beginning = 256 * 1024;
    private const int MaxBytes = 256 * 1024 * 1024;

    // FORMAT's name and the line end behind it must be read whole before they are believed.
    private const int LineEnd = 4;

    /// <summary>The statement alone, without rows.</summary>
    public ReadOnlyMemory<byte> Sql => Insert is null ? Text : Text[..Insert.StatementLength];

    /// <summary>The rows read so far.</summary>
    public ReadOnlyMemory<byte> FirstRows => Insert is null ? default : Text[Insert.DataStart..];

    public static async Task<Statement> ReadAsync(string query, Stream body, CancellationToken cancellationToken)
    {
        var text = new ArrayBufferWriter<byte>(Math.Max(query.Length + 1, 4096));
        if (query.Length > 0)
        {
            Encoding.UTF8.GetBytes(query, text);
            if (InsertStatement.Find(text.WrittenSpan) is { } insert)
            {
                text.Write("\n"u8);
                return new(text.WrittenMemory, InsertStatement.Find(text.WrittenSpan) ?? insert);
            }

            text.Write("\n"u8);
        }

        var looked = false;
        while (true)
        {
            if (!looked && text.WrittenCount >= Beginning)
            {
                looked = true;
                if (InsertStatement.Find(text.WrittenSpan) is { } insert && insert.DataStart + LineEnd <= text.WrittenCount) return new(text.WrittenMemory, insert);
            }

            if (text.WrittenCount > MaxBytes)
                throw new RequestRefusedException($"Code: 229. DB::Exception: The statement is longer than {MaxBytes} bytes: send rows behind FORMAT, where their number is not limited. (QUERY_IS_TOO_LARGE)");
            var read = await body.ReadAsync(text.GetMemory(64 * 1024), cancellationToken);
            if (read == 0) return new(text.WrittenMemory, InsertStatement.Find(text.WrittenSpan));
            text.Advance(read);
        }
    }
}
