using System.Security.Cryptography;

namespace Orleans.Ingest.Cluster.Tests.Server.Storage;

/// <summary>Salts as they would be found by somebody who has the files, and nothing else.</summary>
internal static class SaltBytes
{
    public static byte[] New() => RandomNumberGenerator.GetBytes(16);

    /// <summary>True when one of the files below a directory has them in it.</summary>
    public static bool AreIn(string directory, byte[] salt) => Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Any(file =>
    {
        // Redis takes files away.
        try
        {
            return File.ReadAllBytes(file).AsSpan().IndexOf(salt) >= 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    });
}
