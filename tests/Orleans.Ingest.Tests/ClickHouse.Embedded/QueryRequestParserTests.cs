using System.Text;
using Microsoft.AspNetCore.Http;
using Orleans.Ingest.ClickHouse.Embedded;
using Orleans.Ingest.ClickHouse.Embedded.Http;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class QueryRequestParserTests
{
    [Fact]
    public void The_query_string_is_taken_apart()
    {
        var request = Parse("?query=SELECT+1&database=d&default_format=JSON&query_id=q1&param_a=1&param_b=x%20y&max_threads=2&enable_http_compression=true&wait_end_of_query=1");
        Assert.Equal(("SELECT 1", "d", "JSON", "q1"), (request.Query, request.Database, request.Format, request.QueryId));
        Assert.Equal([new("a", "1"), new("b", "x y")], request.Parameters);
        Assert.Equal([new("max_threads", "2")], request.Settings);
        Assert.True(request.MayCompress);
        Assert.False(request.MustNotWrite);
    }

    [Fact]
    public void Without_a_word_it_is_the_default_user_in_tab_separated()
    {
        var request = Parse("");
        Assert.Equal(("default", "", "TabSeparated", null), (request.User, request.Password, request.Format, request.Database));
        Assert.Matches("^[0-9a-f-]{36}$", request.QueryId);
    }

    [Fact]
    public void A_get_must_not_write() => Assert.True(Parse("", http => http.Method = "GET").MustNotWrite);

    [Fact]
    public void Credentials_come_from_headers_basic_or_query_string()
    {
        Assert.Equal(("u", "p"), User(Parse("?user=u&password=p")));
        Assert.Equal(("u", "p:q"), User(Parse("", http => http.Headers.Authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("u:p:q")))));
        Assert.Equal(("u", "k"), User(Parse("", http =>
        {
            http.Headers["X-ClickHouse-User"] = "u";
            http.Headers["X-ClickHouse-Key"] = "k";
        })));
    }

    [Theory]
    [InlineData("?user=u", "Authorization", "X-ClickHouse-User")]
    [InlineData("?password=p", "Authorization")]
    [InlineData("?user=u", "X-ClickHouse-User")]
    [InlineData("", "Authorization", "X-ClickHouse-Key")]
    public void Credentials_in_two_places_are_refused_as_a_server_does(string query, params string[] headers)
    {
        var error = Assert.Throws<RequestRefusedException>(() => Parse(query, http =>
        {
            foreach (var header in headers) http.Headers[header] = header == "Authorization" ? "Basic dTpw" : "u";
        }));
        Assert.Contains("Code: 516. DB::Exception: Invalid authentication: it is not allowed to use", error.Message);
    }

    [Fact]
    public void Session_blocks_and_buffering_are_read()
    {
        var request = Parse("?session_id=s&session_timeout=5&session_check=1&close_session=1&compress=1&decompress=1&wait_end_of_query=1&buffer_size=10");
        Assert.Equal(("s", TimeSpan.FromSeconds(5), true, true), (request.SessionId, request.SessionTimeout, request.SessionMustExist, request.ClosesSession));
        Assert.Equal((true, true, true, 10L), (request.WantsBlocks, request.SendsBlocks, request.WaitsForEnd, request.HeldBytes));
        Assert.Empty(request.Settings);
        Assert.Equal((null, TimeSpan.FromMinutes(1)), (Parse("").SessionId, Parse("").SessionTimeout));
    }

    [Theory]
    [InlineData("?max_threads%3D1,%20readonly=2", "(UNKNOWN_SETTING)")]
    [InlineData("?session_timeout=3601", "(INVALID_SESSION_TIMEOUT)")]
    [InlineData("?session_timeout=soon", "(INVALID_SESSION_TIMEOUT)")]
    [InlineData("?user=&password=x", "(AUTHENTICATION_FAILED)")]
    [InlineData("?role=owner", "(SET_NON_GRANTED_ROLE)")]
    public void What_cannot_be_done_is_refused(string query, string error) =>
        Assert.Contains(error, Assert.Throws<RequestRefusedException>(() => Parse(query)).Message);

    private static (string, string) User(QueryRequest request) => (request.User, request.Password);

    private static QueryRequest Parse(string query, Action<HttpRequest>? change = null)
    {
        var http = new DefaultHttpContext().Request;
        http.Method = "POST";
        http.QueryString = new QueryString(query);
        change?.Invoke(http);
        return QueryRequestParser.Parse(http, http.Query.ToDictionary());
    }
}
