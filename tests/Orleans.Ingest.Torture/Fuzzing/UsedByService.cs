using System.Globalization;
using Orleans.Ingest.Torture.Sizing;

namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>What a running service holds.</summary>
/// <param name="Memory">Bytes of the service's memory that are in use after a full collection.</param>
/// <param name="Files">Open file descriptors, connections among them.</param>
public sealed record UsedByService(long Memory, int Files)
{
    /// <summary>Reads it; the connections that the run has open are among its files.</summary>
    public static async Task<UsedByService> ReadAsync(int id) => new((await ProcessFigures.CollectedAsync(id)).Resident, Directory.GetFiles($"/proc/{id}/fd").Length);

    /// <summary>True where it holds much more than before: it would not go on for ever.</summary>
    public bool HasGrownSince(UsedByService before) => Memory > before.Memory * 3 / 2 + 128_000_000 || Files > before.Files + 200;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Memory / 1e6:0} MB and {Files} files");
}
