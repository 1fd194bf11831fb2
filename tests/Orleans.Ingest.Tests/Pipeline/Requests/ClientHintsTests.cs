using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class ClientHintsTests
{
    [Theory]
    [InlineData("\"Chromium\";v=\"130\", \"Google Chrome\";v=\"130\", \"Not?A_Brand\";v=\"99\"", "Chromium 130|Google Chrome 130|Not?A_Brand 99")]
    [InlineData("\" Not A;Brand\";v=\"99\",\"Chromium\";v=\"96\"", " Not A;Brand 99|Chromium 96")]
    [InlineData("\"\\\\Not\\\"A;Brand\";v=\"99\"", "\\Not\"A;Brand 99")]
    [InlineData("\"A\"", "A ")]
    [InlineData("  \"A\"; v=\"1\" \t,\t \"B\";x=?1;v=\"2\";y  ", "A 1|B 2")]
    [InlineData("\"A\";v=1", "A ")]
    public void Brands_are_a_list_of_texts_with_versions(string field, string expected) =>
        Assert.Equal(expected, string.Join('|', SentHeaders.Hints(field)!.Brands.Select(brand => $"{brand.Name} {brand.Version}")));

    [Theory]
    [InlineData("\"A\";v=\"1")]
    [InlineData("\"A\" \"B\"")]
    [InlineData("\"A\",")]
    [InlineData("A;v=\"1\"")]
    [InlineData("\"A\\x\"")]
    [InlineData("\"A\u00e9\"")]
    [InlineData("\"A\";")]
    [InlineData("\"A\";v=")]
    [InlineData(",")]
    [InlineData("\"")]
    public void A_malformed_field_says_nothing(string field) => Assert.Null(SentHeaders.Hints(field));

    [Fact]
    public void The_full_list_is_taken_before_the_short_one_where_it_can_be_read()
    {
        Assert.Equal("130.0.6723.92", Assert.Single(SentHeaders.Hints("\"A\";v=\"130\"", "\"A\";v=\"130.0.6723.92\"")!.Brands).Version);
        Assert.Equal("130", Assert.Single(SentHeaders.Hints("\"A\";v=\"130\"", "\"A\";v=")!.Brands).Version);
    }

    [Fact]
    public void What_is_too_long_is_not_read()
    {
        var list = string.Join(", ", Enumerable.Repeat("\"A\";v=\"1\"", 33));
        Assert.Null(SentHeaders.Hints(list));
        Assert.Null(SentHeaders.Hints($"\"{new string('a', ClientHints.MaxLength)}\""));
        var hints = SentHeaders.Hints("\"A\";v=\"1\"", platform: "\"Windows\"", platformVersion: $"\"{new string('1', 65)}\"", model: $"\"{new string('m', 65)}\"")!;
        Assert.Equal(("Windows", "", ""), (hints.Platform, hints.PlatformVersion, hints.Model));
    }

    [Fact]
    public void Nothing_of_them_is_told_to_a_log() => Assert.Equal("client hints", SentHeaders.Hints("\"A\";v=\"1\"", model: "\"Pixel\"")!.ToString());

    [Property(MaxTest = 1000)]
    public bool Reading_never_throws(string? brands, string? fullVersions, string? platform, string? version, string? model) =>
        SentHeaders.Hints(brands, fullVersions, platform, version, model) is null or { Platform.Length: <= ClientHints.MaxTextLength, Model.Length: <= ClientHints.MaxTextLength };

    [Property(MaxTest = 1000)]
    public bool Reading_never_throws_on_what_is_nearly_a_list(string? insertion, byte at)
    {
        const string list = "\"Chromium\";v=\"130\", \"Google Chrome\";v=\"130\", \"Not?A_Brand\";v=\"99\"";
        return StructuredField.List(list.Insert(at % list.Length, insertion ?? "")).All(brand => brand.Text is not null);
    }

    [Property(MaxTest = 1000)]
    public bool What_is_written_as_the_standard_says_is_read_as_it_was(string? name, string? version)
    {
        var (plain, number) = (Plain(name), Plain(version));
        return StructuredField.List($"\"x\", {Quoted(plain)};v={Quoted(number)}").SequenceEqual([("x", ""), (plain, number)]);
    }

    private static string Plain(string? text) => string.Concat((text ?? "").Where(c => c is >= ' ' and <= '~'));

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
