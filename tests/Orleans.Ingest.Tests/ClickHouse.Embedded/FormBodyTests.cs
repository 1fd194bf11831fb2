using System.Text;
using Microsoft.AspNetCore.Http;
using Orleans.Ingest.ClickHouse.Embedded;
using Orleans.Ingest.ClickHouse.Embedded.Http;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class FormBodyTests
{
    [Fact]
    public async Task Fields_stand_beside_the_query_string()
    {
        var values = await ReadAsync("?database=d&param_a=1", "--x\r\nContent-Disposition: form-data; name=\"param_a\"\r\n\r\n2\r\n--x\r\nContent-Disposition: form-data; name=\"query\"\r\n\r\nSELECT 1\r\n--x--\r\n");
        Assert.Equal(("d", "2", "SELECT 1"), (values["database"], values["param_a"], values["query"]));
    }

    [Theory]
    [InlineData("?t_structure=a+UInt8")]
    [InlineData("?t_types=UInt8")]
    [InlineData("?t_format=TSV")]
    [InlineData("")]
    public async Task Tables_are_refused_by_name(string query)
    {
        var error = await Assert.ThrowsAsync<RequestRefusedException>(() =>
            ReadAsync(query, "--x\r\nContent-Disposition: form-data; name=\"t\"; filename=\"t.tsv\"\r\n\r\n1\r\n--x--\r\n"));
        Assert.Contains("Code: 48. DB::Exception: External data (the table `t`", error.Message);
    }

    [Theory]
    [InlineData("?default_format=JSON")]
    [InlineData("?param_x_format=1")]
    public async Task A_name_that_only_ends_like_one_is_not(string query) => Assert.Single(await ReadAsync(query, "--x--\r\n"));

    private static async Task<IReadOnlyDictionary<string, string>> ReadAsync(string query, string body)
    {
        var http = new DefaultHttpContext().Request;
        http.Method = "POST";
        http.ContentType = "multipart/form-data; boundary=x";
        http.QueryString = new QueryString(query);
        http.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        var values = await FormBody.ReadValuesAsync(http, TestContext.Current.CancellationToken);
        return values.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
    }
}
