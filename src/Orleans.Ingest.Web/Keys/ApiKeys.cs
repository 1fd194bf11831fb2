using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Orleans.Ingest.Contracts.Keys;

namespace Orleans.Ingest.Web.Keys;

/// <summary>
/// The named keys as this front end knows them, for half a second at a time: a revoked one opens nothing a second later, as with the settings of sites. When the keys cannot be
/// reached the call fails: none is let pass on what was known before.
/// </summary>
internal sealed class ApiKeys
{
    /// <summary>Begins every key that is made here, so that one that leaked is recognised.</summary>
    public const string Prefix = "ingest_";

    private const int SecretBytes = 32;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time;
    private readonly SharedCall<ImmutableArray<ApiKey>> _renewal;
    private volatile Known? _known;

    public ApiKeys(IGrainFactory grains, TimeProvider time)
    {
        _time = time;
        _renewal = new(async () =>
        {
            var asked = time.GetTimestamp();
            var keys = await grains.GetGrain<IApiKeysGrain>(0).ListAsync();
            _known = new(keys, asked);
            return keys;
        });
    }

    /// <summary>A new key: 256 random bits.</summary>
    public static string NewSecret() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>What is kept of a key.</summary>
    public static ImmutableArray<byte> HashOf(string secret) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(secret))];

    /// <summary>The key that a request carries; null when it is none. All are compared, each in constant time.</summary>
    public async ValueTask<ApiKey?> FindAsync(string secret)
    {
        // Others cannot be one of ours: whoever tries keys costs no grain call.
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal) || secret.Length != Prefix.Length + (2 * SecretBytes)) return null;
        var hash = HashOf(secret);
        ApiKey? found = null;
        foreach (var key in await AllAsync())
        {
            if (CryptographicOperations.FixedTimeEquals(key.Hash.AsSpan(), hash.AsSpan())) found = key;
        }

        return found;
    }

    /// <summary>The key of an id; null when it was revoked.</summary>
    public async ValueTask<ApiKey?> FindAsync(long id) => (await AllAsync()).FirstOrDefault(key => key.Id == id);

    /// <summary>Asks anew at the next use: this front end has changed them.</summary>
    public void Forget() => _known = null;

    private async ValueTask<ImmutableArray<ApiKey>> AllAsync() =>
        _known is { } known && _time.GetElapsedTime(known.Asked) < Lifetime ? known.Keys : await _renewal.RunAsync();

    private sealed record Known(ImmutableArray<ApiKey> Keys, long Asked);
}
