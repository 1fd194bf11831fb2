using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class EventParserFuzzTests
{
    private static readonly byte[] Valid = Encoding.UTF8.GetBytes(
        """
        {"n":"engagement","u":"https://user@www.example.com:8080/a%20b%C3%A9?utm_source=x&y=%zz#frag","d":"a.com,www.b.com","r":"https://r.example/",
        "p":"{\"a\":1.5,\"b\":\"\\u00e9\"}","h":"1","i":false,"v":24,"sd":"50","e":1000,"$":{"amount":"1831d","currency":"USD"},"x":[{"y":[null,"\ud83d\ude00"]}]}
        """);

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", "\"", "\\", ":", ",", "null", "true", "1e999", "-0", "\\ud800", "\\u0000", "\0", "%", "%FF", "\u00e9", "\"p\":{", "\"\\u006e\":",
        "//", "@", "#", "?", "[::1", "\ufeff",
    ];

    [Property(MaxTest = 1000)]
    public void Any_bytes_get_an_answer(byte[] body) => AssertAnswer(body);

    [Property(MaxTest = 2000)]
    public void Mutated_bodies_get_an_answer((ushort At, byte Value)[] changes, (ushort At, byte Fragment)[] insertions, ushort cut)
    {
        List<byte> body = [.. Valid];
        foreach (var (at, value) in changes.Take(3))
            body[at % body.Count] = value;
        foreach (var (at, fragment) in insertions.Take(3))
            body.InsertRange(at % body.Count, Encoding.UTF8.GetBytes(Fragments[fragment % Fragments.Length]));
        AssertAnswer([.. body]);
        AssertAnswer([.. body.Take(cut % body.Count)]);
    }

    [Property(MaxTest = 1000)]
    public void Any_text_as_url_and_name_and_property_gets_an_answer(string? url, string? name, string? key, string? value)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
        {
            ["n"] = name, ["u"] = url, ["d"] = "a.com", ["r"] = url, ["h"] = 1,
            ["p"] = new Dictionary<string, object?> { [key ?? ""] = value },
        });
        AssertAnswer(body);
    }

    [Property(MaxTest = 1000)]
    public void Any_text_is_percent_decoded_or_left_as_it_is(byte[] script)
    {
        const string Alphabet = "%%%%0129aAcCeEfF+/&=é";
        var text = new string([.. script.Select(b => Alphabet[b % Alphabet.Length])]);
        var request = Parsing.Request(("u", "https://a.example/" + text));
        if (!text.Contains('%'))
            Assert.Equal("/" + text, request.Pathname);
        Assert.True(request.Pathname.EnumerateRunes().All(rune => rune != Rune.ReplacementChar));
    }

    private static void AssertAnswer(byte[] body)
    {
        var (request, errors) = EventParser.Parse(body, Parsing.Context);
        Assert.NotEqual(request is null, errors is null);
        if (errors is not null)
        {
            Assert.False(errors.IsEmpty);
            using var answer = JsonDocument.Parse(Parsing.ErrorsOf(new(request, errors)));
            return;
        }

        Assert.False(string.IsNullOrWhiteSpace(request!.EventName));
        Assert.NotEmpty(request.Hostname);
        Assert.NotEmpty(request.Pathname);
        Assert.NotEmpty(request.Domains);
        Assert.True(request.Props.Length <= 30);
    }
}
