using Google.Protobuf;

namespace Orleans.Ingest.EndToEnd.Tests.Telemetry;

/// <summary>A protobuf message without its types: OTLP's field numbers are few, and its definitions are not published as a package.</summary>
internal sealed class OtlpMessage
{
    private readonly ILookup<int, byte[]> _parts;
    private readonly ILookup<int, ulong> _numbers;

    private OtlpMessage(List<(int Field, byte[] Part)> parts, List<(int Field, ulong Number)> numbers)
    {
        _parts = parts.ToLookup(part => part.Field, part => part.Part);
        _numbers = numbers.ToLookup(number => number.Field, number => number.Number);
    }

    /// <summary>The messages in a repeated field.</summary>
    public IEnumerable<OtlpMessage> Messages(int field) => _parts[field].Select(Parse);

    /// <summary>A text, empty when the field is not there.</summary>
    public string Text(int field) => System.Text.Encoding.UTF8.GetString(_parts[field].LastOrDefault([]));

    /// <summary>Bytes in hexadecimal, as ids are written.</summary>
    public string Id(int field) => Convert.ToHexStringLower(_parts[field].LastOrDefault([]));

    /// <summary>A number, 0 when the field is not there.</summary>
    public ulong Number(int field) => _numbers[field].LastOrDefault();

    public static OtlpMessage Parse(byte[] bytes)
    {
        var (parts, numbers) = (new List<(int, byte[])>(), new List<(int, ulong)>());
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() is var tag and not 0)
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.LengthDelimited:
                    parts.Add((field, input.ReadBytes().ToByteArray()));
                    break;
                case WireFormat.WireType.Varint:
                    numbers.Add((field, input.ReadUInt64()));
                    break;
                case WireFormat.WireType.Fixed64:
                    numbers.Add((field, input.ReadFixed64()));
                    break;
                default:
                    numbers.Add((field, input.ReadFixed32()));
                    break;
            }
        }

        return new(parts, numbers);
    }
}
