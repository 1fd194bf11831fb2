using System.Security.Cryptography;
using System.Text;
using Orleans.Ingest.Server.Storage;
using Orleans.Ingest.Web.Sites;

namespace Orleans.Ingest.Server.FirstStart;

/// <summary>
/// The key of the Sites API: the configured one, or one that the first start makes and keeps in the data directory. In memory only
/// its hash is kept, and compared in constant time.
/// </summary>
internal sealed class AdminKey : IAdminKey
{
    private const string FileName = "admin-key";
    private const int StrongLength = 24;
    private const int StrongVariety = 8;
    private static readonly string[] _usual = ["change", "secret", "password", "example", "12345678", "abcdefgh", "admin", "default"];
    private readonly byte[] _hash;

    private AdminKey(string key, string? madeNow, string? path) => (_hash, Weakness, MadeNow, Path) = (Hash(key), WeaknessOf(key), madeNow, path);

    /// <summary>The key itself, when this start has made it: shown once, never again.</summary>
    public string? MadeNow { get; }

    /// <summary>The file that holds it; null when it is configured.</summary>
    public string? Path { get; }

    /// <summary>Takes the configured key, else the kept one, else makes one.</summary>
    public static AdminKey Load(string? configured, string dataDirectory)
    {
        if (!string.IsNullOrWhiteSpace(configured)) return new(configured, null, null);
        var path = System.IO.Path.Combine(dataDirectory, FileName);
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } kept) return new(kept, null, path);
        File.Delete(path);
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        PrivateFile.Write(path, key + "\n");
        return new(key, key, path);
    }

    /// <summary>Compares in constant time.</summary>
    public bool Matches(ReadOnlySpan<char> key) => CryptographicOperations.FixedTimeEquals(Hash(key.ToString()), _hash);

    /// <inheritdoc />
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _hash, SHA256.HashSizeInBytes, info: Encoding.UTF8.GetBytes(purpose));

    /// <inheritdoc />
    public string? Weakness { get; }

    private static string? WeaknessOf(string key)
    {
        if (key.Length < StrongLength) return $"has {key.Length} characters";
        if (key.Distinct().Count() < StrongVariety) return "repeats a few characters";
        return Array.Find(_usual, word => key.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } word ? $"looks like one out of an example (it has '{word}' in it)" : null;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
