using Orleans.Ingest.Contracts.Quarantine;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>Shows what the test says is kept.</summary>
public sealed class FakeQuarantine : IQuarantineGrain
{
    public QuarantineContents Contents { get; set; } = new([]);

    /// <summary>What was asked for last.</summary>
    public (ulong SiteId, int Hours) Asked { get; private set; }

    public RedecisionPreview Preview { get; set; } = new([], 0, 0, 0, 0);

    /// <summary>What was to be shown last.</summary>
    public RedecisionRequest? Previewed { get; private set; }

    public ValueTask KeepAsync(byte[] payload) => default;

    public Task<QuarantineContents> ShowAsync(ulong siteId, int hours)
    {
        Asked = (siteId, hours);
        return Task.FromResult(Contents);
    }

    public Task<RedecisionPreview> PreviewAsync(RedecisionRequest request)
    {
        Previewed = request;
        return Task.FromResult(Preview);
    }
}
