using System.Collections;
using System.Runtime.CompilerServices;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>
/// Ids of events that a visitor has had, in the order of their births. Never changes: what it becomes with one more shares its memory, where that is the first to be made of it, so
/// that a visitor with many events costs a copy of all ids only now and then.
/// </summary>
[CollectionBuilder(typeof(SeenEvents), nameof(Of))]
public readonly struct SeenEvents : IReadOnlyList<SeenEvent>
{
    private readonly Shared? _shared;
    private readonly int _start;

    private SeenEvents(Shared shared, int start, int count) => (_shared, _start, Count) = (shared, start, count);

    /// <summary>None.</summary>
    public static SeenEvents None => default;

    /// <inheritdoc />
    public int Count { get; }

    /// <inheritdoc />
    public SeenEvent this[int index] => Span[index];

    /// <summary>All of them, oldest birth first.</summary>
    public ReadOnlySpan<SeenEvent> Span => _shared is null ? [] : _shared.Items.AsSpan(_start, Count);

    /// <summary>Those that are given, in the order they are given in, which is that of their births.</summary>
    public static SeenEvents Of(ReadOnlySpan<SeenEvent> ordered)
    {
        if (ordered.IsEmpty) return None;
        var shared = new Shared(ordered.Length, ordered.Length);
        ordered.CopyTo(shared.Items);
        return new(shared, 0, ordered.Length);
    }

    /// <summary>With one more, in its place; the same when it is there.</summary>
    public SeenEvents With(SeenEvent e)
    {
        foreach (var other in Span)
        {
            if (other.Id == e.Id) return this;
        }

        // Nearly always it is the youngest.
        if (Count > 0 && this[Count - 1].Born > e.Born) return Inserted(e);
        if (_shared is not null && _shared.TryAppend(_start + Count, e)) return new(_shared, _start, Count + 1);
        var copy = new Shared(2 * (Count + 1), Count + 1);
        Span.CopyTo(copy.Items);
        copy.Items[Count] = e;
        return new(copy, 0, Count + 1);
    }

    /// <summary>Without so many of the oldest.</summary>
    public SeenEvents Without(int oldest) => oldest == 0 ? this : oldest == Count ? None : new(_shared!, _start + oldest, Count - oldest);

    /// <inheritdoc />
    public IEnumerator<SeenEvent> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private SeenEvents Inserted(SeenEvent e)
    {
        var all = new SeenEvent[Count + 1];
        Span.CopyTo(all);
        var index = Count;
        while (index > 0 && all[index - 1].Born > e.Born)
        {
            all[index] = all[index - 1];
            index--;
        }

        all[index] = e;
        return Of(all);
    }

    private sealed class Shared(int room, int used)
    {
        private int _used = used;

        public SeenEvent[] Items { get; } = new SeenEvent[room];

        /// <summary>False when there is no room, or another has the place already.</summary>
        public bool TryAppend(int at, SeenEvent e)
        {
            if (at == Items.Length || Interlocked.CompareExchange(ref _used, at + 1, at) != at) return false;
            Items[at] = e;
            return true;
        }
    }
}
