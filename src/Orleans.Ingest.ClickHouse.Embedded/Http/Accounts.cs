using System.Security.Cryptography;
using System.Text;
using Orleans.Ingest.ClickHouse.Embedded.Engine;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>
/// Who may do what. By itself: one user who may do everything, as a ClickHouse server out of the box. Under a parent: only
/// the parent's secret writes, and that one user reads.
/// </summary>
internal sealed class Accounts(EmbeddedClickHouseOptions options, string? writerSecret)
{
    private readonly string _user = string.IsNullOrEmpty(options.Username) ? "default" : options.Username;
    private readonly string _password = options.Password ?? "";

    public EngineRole Authenticate(QueryRequest request)
    {
        if (writerSecret is not null && request.User == EmbeddedClickHouseOptions.WriterName && IsSame(request.Password, writerSecret)) return EngineRole.Owner;
        if (request.User == _user && IsSame(request.Password, _password)) return writerSecret is null ? EngineRole.Owner : EngineRole.Reader;
        throw new RequestRefusedException(
            $"Code: 516. DB::Exception: {request.User}: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)");
    }

    private static bool IsSame(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
