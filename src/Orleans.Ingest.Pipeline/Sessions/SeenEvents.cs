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
    // Little: births out of order come from several senders at the same time, the next is likely to be out of order too, and then all are copied again.
    private const int SpareRoom = 8;

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
        return new(new Shared(ordered, ordered.Length), 0, ordered.Length);
    }

    /// <summary>With some more, each in its place; without those that are there already.</summary>
    public SeenEvents With(params ReadOnlySpan<SeenEvent> events)
    {
        var all = this;
        Shared? own = null;
        for (var i = 0; i < events.Length; i++)
        {
            var e = events[i];
            if (all.Holds(e.Id)) continue;
            // Nearly always it is the youngest.
            var isYoungest = all.Count == 0 || all[all.Count - 1].Born <= e.Born;
            if (own is null && isYoungest && all._shared?.TryAppend(all._start + all.Count, e) is true)
            {
                all = new(all._shared, all._start, all.Count + 1);
                continue;
            }

            // Of its own from here on, so that all that follow find their places in the one copy.
            if (own is null)
            {
                var needed = all.Count + events.Length - i;
                own = new(all.Span, isYoungest ? 2 * needed : needed + SpareRoom);
            }

            own.Insert(e);
            all = new(own, 0, all.Count + 1);
        }

        return all;
    }

    /// <summary>True when this event is one of them.</summary>
    public bool Holds(EventId id)
    {
        foreach (var seen in Span)
        {
            if (seen.Id == id) return true;
        }

        return false;
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

    private sealed class Shared
    {
        private int _used;

        public Shared(ReadOnlySpan<SeenEvent> first, int room)
        {
            Items = new SeenEvent[room];
            first.CopyTo(Items);
            _used = first.Length;
        }

        public SeenEvent[] Items { get; }

        /// <summary>False when there is no room, or another has the place already.</summary>
        public bool TryAppend(int at, SeenEvent e)
        {
            if (at == Items.Length || Interlocked.CompareExchange(ref _used, at + 1, at) != at) return false;
            Items[at] = e;
            return true;
        }

        /// <summary>Puts one behind those that are not younger. Only while nobody else has it.</summary>
        public void Insert(SeenEvent e)
        {
            var at = _used++;
            for (; at > 0 && Items[at - 1].Born > e.Born; at--) Items[at] = Items[at - 1];
            Items[at] = e;
        }
    }
}
