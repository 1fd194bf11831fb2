using Microsoft.AspNetCore.Http;
using Orleans.Ingest.Web.Access;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Access;

public sealed class SameOriginTests
{
    [Theory]
    [InlineData("GET", null, null, true)]
    [InlineData("POST", "same-origin", null, true)]
    [InlineData("POST", "same-site", "https://ingest.example", false)]
    [InlineData("POST", "cross-site", "https://ingest.example", false)]
    [InlineData("POST", "none", null, false)]
    [InlineData("POST", null, "https://ingest.example", true)]
    [InlineData("POST", null, "http://INGEST.example", true)]
    [InlineData("POST", null, "https://ingest.example:444", false)]
    [InlineData("POST", null, "https://evil.example", false)]
    [InlineData("DELETE", null, "null", false)]
    [InlineData("PUT", null, null, false)]
    public void What_changes_something_must_come_from_our_own_page(string method, string? site, string? origin, bool expected)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Request.Host = new("ingest.example");
        if (site is not null) http.Request.Headers["Sec-Fetch-Site"] = site;
        if (origin is not null) http.Request.Headers.Origin = origin;
        Assert.Equal(expected, SameOrigin.Holds(http.Request));
    }
}
