using System.Runtime.InteropServices;
using System.Text;

namespace Orleans.Ingest.ClickHouse.Embedded.Native;

/// <summary>Names and values of a query's parameters in unmanaged memory, as the C API takes them.</summary>
internal sealed unsafe class NativeParameters : IDisposable
{
    private readonly List<nint> _allocated = [];

    public NativeParameters(IReadOnlyCollection<KeyValuePair<string, string>> parameters)
    {
        Count = (nuint)parameters.Count;
        if (parameters.Count == 0) return;

        Names = (byte**)Allocate(parameters.Count * sizeof(nint));
        Values = (byte**)Allocate(parameters.Count * sizeof(nint));
        NameLengths = (nuint*)Allocate(parameters.Count * sizeof(nuint));
        ValueLengths = (nuint*)Allocate(parameters.Count * sizeof(nuint));
        var index = 0;
        foreach (var (name, value) in parameters)
        {
            Names[index] = Copy(name, out NameLengths[index]);
            Values[index] = Copy(value, out ValueLengths[index]);
            index++;
        }
    }

    public nuint Count { get; }

    public byte** Names { get; }

    public byte** Values { get; }

    public nuint* NameLengths { get; }

    public nuint* ValueLengths { get; }

    public void Dispose()
    {
        foreach (var memory in _allocated) NativeMemory.Free((void*)memory);
        _allocated.Clear();
    }

    private byte* Copy(string text, out nuint length)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        var memory = Allocate(bytes + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(memory, bytes));
        memory[bytes] = 0;
        length = (nuint)bytes;
        return memory;
    }

    private byte* Allocate(int bytes)
    {
        var memory = (nint)NativeMemory.Alloc((nuint)bytes);
        _allocated.Add(memory);
        return (byte*)memory;
    }
}
