using Orleans.Ingest.Contracts.Receipts;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>Says of every position what the test says.</summary>
public sealed class FakeReceipts : IReceiptGrain
{
    /// <summary>What is found.</summary>
    public ReceiptFinding Finding { get; set; } = new(ReceiptStatus.Pending);

    /// <summary>What was asked for: positions, and times.</summary>
    public List<object> Asked { get; } = [];

    public Task<ReceiptFinding> FindAsync(ulong position)
    {
        Asked.Add(position);
        return Task.FromResult(Finding);
    }

    public Task<ReceiptFinding> FindBeforeAsync(DateTime at)
    {
        Asked.Add(at);
        return Task.FromResult(Finding);
    }
}
