using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Orleans.Ingest.Web.Events;

/// <summary>A request's whole body, where the connection holds it; copied only when it lies in pieces.</summary>
internal readonly struct RequestBody(PipeReader reader, ReadOnlySequence<byte> bytes, bool isTooLarge)
{
    /// <summary>The limit was passed; nothing can be read.</summary>
    public bool IsTooLarge => isTooLarge;

    /// <summary>Reads until the end of the body, or until it is too large; the rest is left to the server.</summary>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int maxBytes)
    {
        var reader = request.BodyReader;
        if (request.ContentLength > maxBytes) return new(reader, default, isTooLarge: true);
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return new(reader, default, isTooLarge: true);
            }

            if (read.IsCompleted) return new(reader, read.Buffer, isTooLarge: false);
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Hands the bytes to <paramref name="parse"/> and gives the buffer back: nothing may point into it afterwards.</summary>
    public TResult Parse<TState, TResult>(TState state, Func<ReadOnlySpan<byte>, TState, TResult> parse)
    {
        try
        {
            if (bytes.IsSingleSegment) return parse(bytes.FirstSpan, state);
            var copy = ArrayPool<byte>.Shared.Rent((int)bytes.Length);
            try
            {
                bytes.CopyTo(copy);
                return parse(copy.AsSpan(0, (int)bytes.Length), state);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(copy, clearArray: true);
            }
        }
        finally
        {
            reader.AdvanceTo(bytes.End);
        }
    }
}
