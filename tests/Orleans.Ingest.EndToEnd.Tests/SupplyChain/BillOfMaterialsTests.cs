using System.Text.Json;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.SupplyChain;

/// <summary><c>.ci/sbom</c> names what the lock files restore, with its hashes, and nothing else.</summary>
public sealed class BillOfMaterialsTests
{
    [Fact]
    public async Task It_names_each_package_of_the_lock_files_with_version_and_hash()
    {
        var directory = Directory.CreateTempSubdirectory("ingest-sbom-");
        try
        {
            await ShellScript.RunAsync(Checkout.PathOf(".ci", "sbom"), Checkout.Root, [directory.FullName]);
            Assert.Equal(NuGetPackages().Order(), Components(directory, "nuget.cdx.json").Order());
            Assert.Equal(NpmPackages().Order(), Components(directory, "npm.cdx.json").Order());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>As package URLs; each with a name, a version and a hash of the length that its algorithm has.</summary>
    private static List<string> Components(DirectoryInfo directory, string file)
    {
        var bill = Read(Path.Combine(directory.FullName, file));
        Assert.Equal("CycloneDX", bill.GetProperty("bomFormat").GetString());
        Assert.Equal("1.6", bill.GetProperty("specVersion").GetString());
        var urls = new List<string>();
        foreach (var component in bill.GetProperty("components").EnumerateArray())
        {
            var hash = Assert.Single(component.GetProperty("hashes").EnumerateArray());
            Assert.Equal(("SHA-512", 128), (hash.GetProperty("alg").GetString(), hash.GetProperty("content").GetString()!.Length));
            urls.Add(component.GetProperty("purl").GetString()!);
            Assert.EndsWith($"@{component.GetProperty("version").GetString()}", urls[^1], StringComparison.Ordinal);
        }

        return urls;
    }

    private static IEnumerable<string> NuGetPackages() =>
        from package in Read(Checkout.PathOf("src", "Orleans.Ingest.Server", "packages.lock.json")).GetProperty("dependencies").GetProperty("net10.0").EnumerateObject()
        where package.Value.GetProperty("type").GetString() != "Project"
        select $"pkg:nuget/{package.Name}@{package.Value.GetProperty("resolved").GetString()}";

    private static IEnumerable<string> NpmPackages() =>
        from package in Read(Checkout.PathOf("src", "npm", "package-lock.json")).GetProperty("packages").EnumerateObject()
        where package.Name.Length > 0
        select $"pkg:npm/{package.Name["node_modules/".Length..].Replace("@", "%40", StringComparison.Ordinal)}@{package.Value.GetProperty("version").GetString()}";

    private static JsonElement Read(string path) => JsonElement.Parse(File.ReadAllText(path));
}
