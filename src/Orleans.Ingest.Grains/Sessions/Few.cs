namespace Orleans.Ingest.Grains.Sessions;

/// <summary>A list that nearly always holds one, for which it needs no memory of its own. Not to be copied: copies share what follows the first.</summary>
internal struct Few<T>
{
    private T? _first;
    private List<T>? _others;

    /// <summary>How many it holds.</summary>
    public int Count { get; private set; }

    /// <summary>The one at an index, from 0 to <see cref="Count"/> - 1.</summary>
    public T this[int index]
    {
        readonly get => index == 0 ? _first! : _others![index - 1];
        set
        {
            if (index == 0) _first = value;
            else _others![index - 1] = value;
        }
    }

    /// <summary>Adds one behind the others.</summary>
    public void Add(T one)
    {
        if (Count == 0) _first = one;
        else (_others ??= []).Add(one);
        Count++;
    }
}
