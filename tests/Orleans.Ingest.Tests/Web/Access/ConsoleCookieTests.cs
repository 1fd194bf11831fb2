using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Web.Access;
using Orleans.Ingest.Web.Sites;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Access;

public sealed class ConsoleCookieTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Theory]
    [InlineData(null)]
    [InlineData(42L)]
    public void A_log_in_is_read_back_until_it_ends(long? keyId)
    {
        var cookies = Cookies(1);
        var request = Sent(Written(cookies, keyId, secure: false));
        Assert.Equal(keyId, cookies.Read(request)!.KeyId);
        _time.Advance(ConsoleCookie.Lifetime + TimeSpan.FromSeconds(1));
        Assert.Null(cookies.Read(request));
    }

    [Fact]
    public void Another_front_end_with_the_same_admin_key_knows_it_and_one_with_another_does_not()
    {
        var request = Sent(Written(Cookies(1), null, secure: false));
        Assert.NotNull(Cookies(1).Read(request));
        Assert.Null(Cookies(2).Read(request));
    }

    [Fact]
    public void A_token_that_was_changed_anywhere_is_none()
    {
        var cookies = Cookies(1);
        var token = cookies.TokenOf(new(7, _time.GetUtcNow().AddHours(1)));
        Assert.NotNull(cookies.Read(Sent($"ingest-console={token}")));
        for (var i = 0; i < token.Length - 1; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Null(cookies.Read(Sent($"ingest-console={changed}")));
        }

        Assert.All(["", "x", token[..^4], token + "AAAA"], text => Assert.Null(cookies.Read(Sent($"ingest-console={text}"))));
    }

    [Theory]
    [InlineData(false, "ingest-console=")]
    [InlineData(true, "__Host-ingest-console=")]
    public void It_is_closed_to_scripts_and_other_pages_and_over_https_to_all_else(bool secure, string name)
    {
        var cookie = Written(Cookies(1), null, secure);
        Assert.StartsWith(name, cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(secure, cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
    }

    private ConsoleCookie Cookies(byte key) => new(new OneKey(key), _time);

    private static string Written(ConsoleCookie cookies, long? keyId, bool secure)
    {
        var http = new DefaultHttpContext();
        if (secure) http.Request.Headers["X-Forwarded-Proto"] = "https";
        cookies.Write(http, keyId);
        return http.Response.Headers.SetCookie.ToString();
    }

    private static HttpRequest Sent(string cookie)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = cookie.Split(';')[0];
        return http.Request;
    }

    private sealed class OneKey(byte key) : IAdminKey
    {
        public string? Weakness => null;
        public bool Matches(ReadOnlySpan<char> text) => false;
        public byte[] Derive(string purpose) => [.. Enumerable.Repeat(key, 32)];
    }
}
