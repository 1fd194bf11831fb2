using System.Globalization;

namespace Orleans.Ingest.EndToEnd.Tests.Drivers;

/// <summary>An event of <see cref="VisitorsDay"/>.</summary>
/// <param name="Visitor">Which of the visitors.</param>
/// <param name="At">When.</param>
/// <param name="Name">Its name.</param>
/// <param name="Number">Its number among the visitor's.</param>
internal sealed record SentEvent(int Visitor, DateTimeOffset At, string Name, int Number)
{
    private const string Agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0";

    /// <summary>Its page.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"/v{Visitor}/{Number}");

    /// <summary>True when each event of a visitor has a source of its own.</summary>
    public bool HasOwnSource { get; init; } = true;

    /// <summary>As the bulk endpoint takes it.</summary>
    public string Json(string domain)
    {
        var source = HasOwnSource ? Number : 0;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {"n":"{{Name}}","u":"http://shop.example{{Path}}?utm_source=s{{source}}","d":"{{domain}}","r":"https://{{(source % 2 == 0 ? "www.google.com" : "it's.\\\\example")}}/","i":{{(Name == "Scroll" ? "false" : "true")}},"p":{"n":"it's {{Number}}"},"ip":"192.0.2.{{Visitor}}","user_agent":"{{Agent}}","timestamp":{{At.ToUnixTimeMilliseconds()}}}
            """).Trim();
    }
}
