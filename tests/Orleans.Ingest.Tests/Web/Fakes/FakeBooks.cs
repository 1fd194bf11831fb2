using System.Collections.Concurrent;
using Orleans.Ingest.Contracts.Books;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>Books that say what the test says.</summary>
public sealed class FakeBooks : IBooksGrain
{
    /// <summary>What is answered.</summary>
    public BookPage Page { get; set; } = new() { State = new(), Lines = [] };

    /// <summary>What was asked for.</summary>
    public ConcurrentQueue<(DateTime From, DateTime Until, ulong? Site)> Asked { get; } = new();

    public Task<BooksState> CheckAsync() => Task.FromResult(Page.State);

    public Task<BookPage> ReadAsync(DateTime from, DateTime until, ulong? site)
    {
        Asked.Enqueue((from, until, site));
        return Task.FromResult(Page);
    }
}
