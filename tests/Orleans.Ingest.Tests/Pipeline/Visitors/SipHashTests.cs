using System.Buffers.Binary;
using Orleans.Ingest.Pipeline.Visitors;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Visitors;

public sealed class SipHashTests
{
    // Key 00 01 … 0f; message n is 00 01 … of n bytes. The hashes as the reference prints them, lowest byte first.
    private const string Published =
        """
        310E0EDD47DB6F72 FD67DC93C539F874 5A4FA9D909806C0D 2D7EFBD796666785
        B7877127E09427CF 8DA699CD64557618 CEE3FE586E46C9CB 37D1018BF50002AB
        6224939A79F5F593 B0E4A90BDF82009E F3B9DD94C5BB5D7A A7AD6B22462FB3F4
        FBE50E86BC8F1E75 903D84C02756EA14 EEF27A8E90CA23F7 E545BE4961CA29A1
        DB9BC2577FCC2A3F 9447BE2CF5E99A69 9CD38D96F0B3C14B BD6179A71DC96DBB
        98EEA21AF25CD6BE C7673B2EB0CBF2D0 883EA3E395675393 C8CE5CCD8C030CA8
        94AF49F6C650ADB8 EAB8858ADE92E1BC F315BB5BB835D817 ADCF6B0763612E2F
        A5C91DA7ACAA4DDE 716595876650A2A6 28EF495C53A387AD 42C341D8FA92D832
        CE7CF2722F512771 E37859F94623F3A7 381205BB1AB0E012 AE97A10FD434E015
        B4A31508BEFF4D31 81396229F0907902 4D0CF49EE5D4DCCA 5C73336A76D8BF9A
        D0A704536BA93E0E 925958FCD6420CAD A915C29BC8067318 952B79F3BC0AA6D4
        F21DF2E41D4535F9 87577519048F53A9 10A56CF5DFCD9ADB EB75095CCD986CD0
        51A9CB9ECBA312E6 96AFADFC2CE666C7 72FE52975A4364EE 5A1645B276D592A1
        B274CB8EBF87870A 6F9BB4203DE7B381 EAECB2A30B22A87F 9924A43CC1315724
        BD838D3AAFBF8DB7 0B1A2A3265D51AEA 135079A3231CE660 932B2846E4D70666
        E1915F5CB1ECA46C F325965CA16D629F 575FF28E60381BE5 724506EB4C328A95
        """;

    [Fact]
    public void Hashes_are_those_of_the_reference()
    {
        var key = Bytes(16);
        var expected = Published.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(64, expected.Length);
        Assert.Equal(expected, Enumerable.Range(0, 64).Select(length => Hex(SipHash.Hash(key, Bytes(length)))));
    }

    [Fact]
    public void Key_of_another_length_is_refused() => Assert.Throws<ArgumentException>(() => SipHash.Hash(Bytes(15), []));

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];

    private static string Hex(ulong hash) => $"{BinaryPrimitives.ReverseEndianness(hash):X16}";
}
