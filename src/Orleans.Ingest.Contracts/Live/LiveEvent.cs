namespace Orleans.Ingest.Contracts.Live;

/// <summary>An event as the console shows it: what is stored of it, or why it is not. Long texts are cut.</summary>
[GenerateSerializer, Immutable, Alias("ingest.LiveEvent")]
public sealed record LiveEvent
{
    /// <summary>When its request arrived, UTC.</summary>
    [Id(0)] public required DateTime At { get; init; }
    /// <summary>A drop reason's name, or one of <see cref="LiveOutcome"/>.</summary>
    [Id(1)] public required string Outcome { get; init; }
    /// <summary>The domain as sent.</summary>
    [Id(2)] public required string Site { get; init; }
    /// <summary>Name of the event.</summary>
    [Id(3)] public string Name { get; init; } = "";
    /// <summary>Host of the page.</summary>
    [Id(4)] public string Hostname { get; init; } = "";
    /// <summary>Path of the page.</summary>
    [Id(5)] public string Pathname { get; init; } = "";
    /// <summary>Source of this event; its row has that of its session's first.</summary>
    [Id(6)] public string Source { get; init; } = "";
    /// <summary>Channel of this event; likewise.</summary>
    [Id(7)] public string Channel { get; init; } = "";
    /// <summary>Country code; empty when unknown.</summary>
    [Id(8)] public string Country { get; init; } = "";
    /// <summary>Browser, with its version.</summary>
    [Id(9)] public string Browser { get; init; } = "";
    /// <summary>Operating system, with its version.</summary>
    [Id(10)] public string OperatingSystem { get; init; } = "";
    /// <summary>Kind of device.</summary>
    [Id(11)] public string Device { get; init; } = "";
    /// <summary>Custom properties as text.</summary>
    [Id(12)] public string Props { get; init; } = "";
    /// <summary>Revenue, scroll depth and time, or what is wrong with a refused request.</summary>
    [Id(13)] public string Detail { get; init; } = "";
    /// <summary>Sixteen bits of the daily pseudonym: enough to follow a visit by eye, too few to find a visitor in the tables.</summary>
    [Id(14)] public ushort Visitor { get; init; }
    /// <summary>How long it took to become durable; zero when it did not.</summary>
    [Id(15)] public TimeSpan Took { get; init; }
    /// <summary>Version of the tracker script; 0 when it sends none.</summary>
    [Id(16)] public ushort ScriptVersion { get; init; }
}
