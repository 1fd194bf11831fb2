using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Web.Access;

/// <summary>
/// The console's cookie: end and key of a log-in, signed with a secret that follows from the admin key. So every front end knows it without keeping anything, and a
/// changed admin key ends all log-ins.
/// </summary>
internal sealed class ConsoleCookie(IAdminKey admin, TimeProvider time)
{
    /// <summary>How long a log-in lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const string Name = "ingest-console";

    /// <summary>Browsers take a cookie of this name only over https and for this host alone.</summary>
    private const string SecureName = "__Host-ingest-console";

    private const int BodyBytes = 16;
    private const int TokenBytes = BodyBytes + SHA256.HashSizeInBytes;

    private readonly byte[] _secret = admin.Derive("console cookie");

    /// <summary>Logs in.</summary>
    public void Write(HttpContext http, long? keyId)
    {
        var until = time.GetUtcNow() + Lifetime;
        http.Response.Cookies.Append(IsSecure(http.Request) ? SecureName : Name, TokenOf(new(keyId, until)), OptionsFor(http.Request, Lifetime));
    }

    /// <summary>Logs out.</summary>
    public static void Clear(HttpContext http)
    {
        http.Response.Cookies.Delete(Name, OptionsFor(http.Request, null));
        if (IsSecure(http.Request)) http.Response.Cookies.Delete(SecureName, OptionsFor(http.Request, null));
    }

    /// <summary>The log-in of a request; null when it has none that is valid.</summary>
    public ConsoleSession? Read(HttpRequest request) =>
        (request.Cookies[SecureName] ?? request.Cookies[Name]) is { } token && Read(token) is { } session && session.Until > time.GetUtcNow() ? session : null;

    internal string TokenOf(ConsoleSession session)
    {
        Span<byte> token = stackalloc byte[TokenBytes];
        BinaryPrimitives.WriteInt64LittleEndian(token, session.KeyId ?? 0);
        BinaryPrimitives.WriteInt64LittleEndian(token[8..], session.Until.ToUnixTimeSeconds());
        HMACSHA256.HashData(_secret, token[..BodyBytes], token[BodyBytes..]);
        return Base64Url.EncodeToString(token);
    }

    private ConsoleSession? Read(string text)
    {
        Span<byte> token = stackalloc byte[TokenBytes];
        if (!Base64Url.IsValid(text, out var length) || length != TokenBytes || !Base64Url.TryDecodeFromChars(text, token, out _)) return null;
        Span<byte> signature = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, token[..BodyBytes], signature);
        if (!CryptographicOperations.FixedTimeEquals(signature, token[BodyBytes..])) return null;
        var keyId = BinaryPrimitives.ReadInt64LittleEndian(token);
        return new(keyId == 0 ? null : keyId, DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64LittleEndian(token[8..])));
    }

    private static CookieOptions OptionsFor(HttpRequest request, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = IsSecure(request),
        Path = "/",
        MaxAge = lifetime,
        IsEssential = true,
    };

    // A proxy that ends TLS says so. Who says it falsely only makes a cookie that his own browser does not send.
    private static bool IsSecure(HttpRequest request) => request.IsHttps || request.Headers["X-Forwarded-Proto"].ToString().StartsWith("https", StringComparison.OrdinalIgnoreCase);
}
