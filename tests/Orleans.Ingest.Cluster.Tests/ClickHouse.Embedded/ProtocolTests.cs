using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded;

/// <summary>Answers, headers and error codes as ClickHouse documents them for its HTTP interface.</summary>
public sealed partial class ProtocolTests(ClickHouseProcess clickHouse) : IClassFixture<ClickHouseProcess>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/ping", "", 200, "Ok.\n")]
    [InlineData("GET", "/replicas_status", "", 200, "Ok.\n")]
    [InlineData("GET", "/", "", 200, "Ok.\n")]
    [InlineData("GET", "/?query=SELECT%201", "", 200, "1\n")]
    [InlineData("POST", "/", "SELECT 1", 200, "1\n")]
    [InlineData("POST", "/", "SELECT 1;\n", 200, "1\n")]
    [InlineData("POST", "/?query=SELECT%20", "1 + 1", 200, "2\n")]
    [InlineData("POST", "/?query=SELECT%201", "", 200, "1\n")]
    [InlineData("GET", "/?query=SELECT+1+AS+x&default_format=JSONEachRow", "", 200, "{\"x\":1}\n")]
    [InlineData("GET", "/?query=SELECT+1+AS+x+FORMAT+CSVWithNames&default_format=JSONEachRow", "", 200, "\"x\"\n1\n")]
    [InlineData("GET", "/?query=SELECT+currentDatabase()&database=system", "", 200, "system\n")]
    [InlineData("GET", "/?query=SELECT+getSetting('max_block_size')&max_block_size=77", "", 200, "77\n")]
    [InlineData("POST", "/?query=CREATE+TABLE+IF+NOT+EXISTS+made_by_post+(a+UInt8)+ENGINE=Memory", "", 200, "")]
    [InlineData("GET", "/?query=DROP+TABLE+made_by_post", "", 500, "Code: 164. *(READONLY)*")]
    [InlineData("GET", "/?query=SELECT+1;SELECT+2", "", 400, "Code: 62. *(SYNTAX_ERROR)*")]
    [InlineData("GET", "/?query=SELECT+nowhere", "", 404, "Code: 47. *(UNKNOWN_IDENTIFIER)*")]
    [InlineData("GET", "/?query=SELECT+nofunction()", "", 404, "Code: 46. *(UNKNOWN_FUNCTION)*")]
    [InlineData("GET", "/?query=SELECT+1+FORMAT+NoSuch", "", 404, "Code: 73. *(UNKNOWN_FORMAT)*")]
    [InlineData("GET", "/?query=SELECT+toUInt8('x')", "", 400, "Code: 6. *(CANNOT_PARSE_TEXT)*")]
    [InlineData("GET", "/?query=SELECT+sleep(3),sleep(3)&max_execution_time=0.1", "", 408, "Code: 159. *(TIMEOUT_EXCEEDED)*")]
    [InlineData("GET", "/?query=SELECT+1&user=nobody", "", 403, "Code: 516. *(AUTHENTICATION_FAILED)*")]
    [InlineData("GET", "/?query=SELECT+1&role=owner", "", 403, "Code: 512. *(SET_NON_GRANTED_ROLE)*")]
    [InlineData("GET", "/?query=SELECT+1&session_id=x&session_check=1", "", 500, "Code: 372. *(SESSION_NOT_FOUND)*")]
    [InlineData("GET", "/nowhere", "", 404, "There is no handle /nowhere*")]
    [InlineData("DELETE", "/", "", 405, "")]
    public async Task A_request_is_answered(string method, string path, string body, int status, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (body.Length > 0) request.Content = new StringContent(body);
        using var response = await clickHouse.Http.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(status, (int)response.StatusCode);
        if (!expected.Contains('*', StringComparison.Ordinal)) Assert.Equal(expected, text);
        else Assert.Matches("^" + Regex.Escape(expected).Replace("\\*", "(.|\n)*", StringComparison.Ordinal) + "$", text);
        if (!expected.StartsWith("Code: ", StringComparison.Ordinal)) return;
        Assert.Equal(ErrorCode().Match(expected).Groups["code"].Value, response.Headers.GetValues("X-ClickHouse-Exception-Code").Single());
        Assert.Matches(@"\(version \d+\.\d+\.\d+\.\d+\)\n$", text);
    }

    [Fact]
    public async Task An_answer_has_the_headers_of_a_server()
    {
        using var response = await clickHouse.PostAsync("SELECT number FROM numbers(10) FORMAT CSVWithNames", "?query_id=mine");
        Assert.Equal("mine", One(response, "X-ClickHouse-Query-Id"));
        Assert.Equal("CSVWithNames", One(response, "X-ClickHouse-Format"));
        Assert.Equal("text/csv; charset=UTF-8; header=present", response.Content.Headers.ContentType!.ToString());
        Assert.NotEmpty(One(response, "X-ClickHouse-Timezone"));
        Assert.NotEmpty(One(response, "X-ClickHouse-Server-Display-Name"));
        Assert.Matches("^[a-z]{16}$", One(response, "X-ClickHouse-Exception-Tag"));
        Assert.Matches(
            """^\{"read_rows":"10","read_bytes":"80","written_rows":"0","written_bytes":"0","total_rows_to_read":"0","result_rows":"10","result_bytes":"\d+","elapsed_ns":"\d+"\}$""",
            One(response, "X-ClickHouse-Summary"));
        using var another = await clickHouse.PostAsync("SELECT 1");
        Assert.Matches("^[0-9a-f-]{36}$", One(another, "X-ClickHouse-Query-Id"));
    }

    [Theory]
    [InlineData("UInt64", "18446744073709551615")]
    [InlineData("Int256", "-7")]
    [InlineData("Float64", "-inf")]
    [InlineData("Decimal(38, 10)", "1.0000000001")]
    [InlineData("String", "a\\tb\\\\c\u00e9")]
    [InlineData("FixedString(3)", "abc")]
    [InlineData("Bool", "true")]
    [InlineData("Date", "2024-02-29")]
    [InlineData("Date32", "1925-01-01")]
    [InlineData("DateTime", "2024-02-29 23:59:59")]
    [InlineData("DateTime64(3, 'Europe/Berlin')", "2024-02-29 23:59:59.123")]
    [InlineData("UUID", "61f0c404-5cb3-11e7-907b-a6006ad3dba0")]
    [InlineData("IPv4", "192.0.2.1")]
    [InlineData("IPv6", "2001:db8::1")]
    [InlineData("Enum8('a' = 1)", "a")]
    [InlineData("LowCardinality(String)", "low")]
    [InlineData("Nullable(String)", "\\N")]
    [InlineData("Array(Nullable(String))", "['a',NULL,'b']")]
    [InlineData("Tuple(UInt8, Array(String))", "(1,['x'])")]
    [InlineData("Map(String, UInt8)", "{'a':1,'b':2}")]
    public async Task Parameters_of_all_types_come_back_as_they_were(string type, string value)
    {
        // Parameters are written as fields of TabSeparated are, and so is the answer.
        Assert.Equal(value, await clickHouse.QueryAsync($"SELECT {{value:{type}}}", $"?param_value={Uri.EscapeDataString(value)}"));
        Assert.Equal("1", await clickHouse.QueryAsync($"SELECT count() FROM (SELECT {{value:{type}}} AS v) WHERE v IS NOT DISTINCT FROM {{value:{type}}}", $"?param_value={Uri.EscapeDataString(value)}"));
    }

    [Fact]
    public async Task Names_may_be_parameters_and_a_form_may_carry_them()
    {
        Assert.Equal("0", await clickHouse.QueryAsync("SELECT {c:Identifier} FROM {d:Identifier}.{t:Identifier}", "?param_c=dummy&param_d=system&param_t=one"));
        using var form = new MultipartFormDataContent { { new StringContent("SELECT {a:String}"), "query" }, { new StringContent("from a form"), "param_a" } };
        using var response = await clickHouse.Http.PostAsync(new Uri("/", UriKind.Relative), form, Cancel);
        Assert.Equal("from a form\n", await response.Content.ReadAsStringAsync(Cancel));

        using var external = new MultipartFormDataContent { { new StringContent("1\n"), "t", "t.tsv" } };
        using var refused = await clickHouse.Http.PostAsync(new Uri("/?query=SELECT+*+FROM+t&t_structure=a+UInt8", UriKind.Relative), external, Cancel);
        Assert.Equal(HttpStatusCode.NotImplemented, refused.StatusCode);
        Assert.StartsWith("Code: 48. DB::Exception: External data (the table `t`", await refused.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_head_has_headers_and_no_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri("/?query=SELECT+1", UriKind.Relative));
        using var response = await clickHouse.Http.SendAsync(request, Cancel);
        Assert.Equal((HttpStatusCode.OK, 2L), (response.StatusCode, response.Content.Headers.ContentLength));
    }

    [Theory]
    [InlineData("TSV", "1\ta\n2\tb\n")]
    [InlineData("CSV", "1,a\n2,b\n")]
    [InlineData("CSVWithNames", "a,s\n1,a\n2,b\n")]
    [InlineData("JSONEachRow", "{\"a\":1,\"s\":\"a\"}\n{\"a\":2,\"s\":\"b\"}\n")]
    [InlineData("JSONCompactEachRow", "[1,\"a\"]\n[2,\"b\"]\n")]
    [InlineData("JSON", "{\"meta\":[{\"name\":\"a\",\"type\":\"UInt64\"},{\"name\":\"s\",\"type\":\"String\"}],\"data\":[{\"a\":1,\"s\":\"a\"},{\"a\":2,\"s\":\"b\"}],\"rows\":2}")]
    [InlineData("Values", "(1,'a'),(2,'b')")]
    [InlineData("TSKV", "a=1\ts=a\na=2\ts=b\n")]
    public async Task Rows_are_inserted_from_any_format_in_chunks(string format, string rows)
    {
        await clickHouse.QueryAsync($"CREATE OR REPLACE TABLE any_format {RowBinaryRows.Columns}");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/?query=INSERT+INTO+any_format+FORMAT+{format}", UriKind.Relative)) { Content = new StringContent(rows, Encoding.UTF8) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await clickHouse.Http.SendAsync(request, Cancel);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("1\ta\n2\tb", await clickHouse.QueryAsync("SELECT a, s FROM any_format ORDER BY a"));
    }

    [Theory]
    [InlineData("Parquet")]
    [InlineData("Arrow")]
    [InlineData("ArrowStream")]
    [InlineData("Native")]
    [InlineData("Avro")]
    [InlineData("ORC")]
    [InlineData("RowBinaryWithNamesAndTypes")]
    public async Task What_was_selected_in_a_format_is_inserted_from_it(string format)
    {
        await clickHouse.QueryAsync($"CREATE OR REPLACE TABLE there_and_back {RowBinaryRows.Columns}");
        var rows = await clickHouse.Http.GetByteArrayAsync(new Uri($"/?query=SELECT+number+AS+a,toString(number)+AS+s+FROM+numbers(300000)+FORMAT+{format}", UriKind.Relative), Cancel);
        using var response = await clickHouse.PostAsync(rows, $"?query=INSERT+INTO+there_and_back+FORMAT+{format}");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("300000\t44999850000\t1688890", await clickHouse.QueryAsync("SELECT count(), sum(a), sum(length(s)) FROM there_and_back"));
    }

    private static string One(HttpResponseMessage response, string header) => response.Headers.GetValues(header).Single();

    [GeneratedRegex(@"Code: (?<code>\d+)\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorCode();
}
