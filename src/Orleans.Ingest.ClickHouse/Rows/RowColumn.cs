namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>One column of an encoded row.</summary>
/// <param name="Name">As in the table.</param>
/// <param name="Type">ClickHouse's name of what was encoded, without <c>LowCardinality</c>, which the server makes itself.</param>
/// <param name="Form">How to step over it.</param>
/// <param name="Size">Bytes of the value, for <see cref="WireForm.Fixed"/> and <see cref="WireForm.Nullable"/>.</param>
internal sealed record RowColumn(string Name, string Type, WireForm Form, int Size = 0)
{
    public string QuotedName => $"`{Name}`";

    public static RowColumn Text(string name) => new(name, "String", WireForm.String);

    public static RowColumn Texts(string name) => new(name, "Array(String)", WireForm.StringArray);

    public static RowColumn Fixed(string name, int size) => new(name, $"FixedString({size})", WireForm.Fixed, size);

    public static RowColumn Time(string name) => new(name, "DateTime", WireForm.Fixed, 4);

    public static RowColumn UInt8(string name) => new(name, "UInt8", WireForm.Fixed, 1);

    public static RowColumn Int8(string name) => new(name, "Int8", WireForm.Fixed, 1);

    public static RowColumn UInt16(string name) => new(name, "UInt16", WireForm.Fixed, 2);

    public static RowColumn UInt32(string name) => new(name, "UInt32", WireForm.Fixed, 4);

    public static RowColumn Int32(string name) => new(name, "Int32", WireForm.Fixed, 4);

    public static RowColumn UInt64(string name) => new(name, "UInt64", WireForm.Fixed, 8);

    public static RowColumn Amount(string name) => new(name, "Nullable(Decimal(18, 3))", WireForm.Nullable, 8);
}
