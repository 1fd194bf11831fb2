using Microsoft.Extensions.Options;

namespace Orleans.Ingest.Server.Options;

/// <summary>Checks <see cref="IngestOptions"/> at start; each message names key, value and cure.</summary>
internal sealed class IngestOptionsValidator : IValidateOptions<IngestOptions>
{
    private static readonly string[] _modes = ["embedded", "cluster"];
    private static readonly string[] _roles = ["all", "silo", "web", "clickhouse"];

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, IngestOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (!_modes.Contains(options.Mode)) result.AddError($"Ingest:Mode is '{options.Mode}': set it to 'embedded' or 'cluster'.");
        if (!_roles.Contains(options.Role)) result.AddError($"Ingest:Role is '{options.Role}': set it to 'all', 'silo', 'web' or 'clickhouse'.");
        if (options is { Mode: "embedded", Role: "silo" or "web" }) result.AddError($"Ingest:Role is '{options.Role}', which needs Ingest:Mode=cluster: in embedded mode one process does both.");
        if (string.IsNullOrWhiteSpace(options.DataDirectory)) result.AddError("Ingest:DataDirectory is empty: name a directory that this user may write, or leave the key out for './data'.");
        if (options.AdminKey is { Length: > 0 and < 16 }) result.AddError("Ingest:AdminKey is shorter than 16 characters and could be guessed: make one with 'openssl rand -hex 24'.");
        if (options is { Mode: "cluster", Role: not "clickhouse" } && string.IsNullOrWhiteSpace(options.AdminKey)) result.AddError("Ingest:AdminKey is not set, and in cluster mode every process needs the same one: make one with 'openssl rand -hex 24'.");
        if (options.GeoDatabase is { Length: > 0 } geo && !File.Exists(geo)) result.AddError($"Ingest:GeoDatabase is '{geo}', which is no file: give the path of a GeoLite2-City.mmdb, or leave the key out.");
        RequireList(result, nameof(IpListSettings.Datacentre), options.IpLists.Datacentre);
        RequireList(result, nameof(IpListSettings.Threat), options.IpLists.Threat);
        RequireList(result, nameof(IpListSettings.AnonymousVpn), options.IpLists.AnonymousVpn);
        if (options.FlushInterval < TimeSpan.FromMilliseconds(50) || options.FlushInterval > TimeSpan.FromMinutes(1)) result.AddError($"Ingest:FlushInterval is {options.FlushInterval}: it must lie between 00:00:00.050 and 00:01:00.");
        if (options.ClickHouse.HttpPort is < 0 or > 65535) result.AddError($"Ingest:ClickHouse:HttpPort is {options.ClickHouse.HttpPort}: it must be a port, or 0 for a free one.");
        if (options.Metrics.Port is < 0 or > 65535) result.AddError($"Ingest:Metrics:Port is {options.Metrics.Port}: it must be a port that Prometheus scrapes, such as 9464, or 0 for none.");
        if (options is { Kubernetes: true, Mode: not "cluster" }) result.AddError("Ingest:Kubernetes is true, which needs Ingest:Mode=cluster: in embedded mode there is one process, and nobody to find.");
        if (options.Log.SegmentBytes is < (1 << 20) or > (256 << 20)) result.AddError($"Ingest:Log:SegmentBytes is {options.Log.SegmentBytes}: it must lie between 1 MiB and 256 MiB.");
        if (options.Log.MaxBytes < 2 * options.Log.SegmentBytes) result.AddError($"Ingest:Log:MaxBytes is {options.Log.MaxBytes}, but two segments of {options.Log.SegmentBytes} bytes must fit: raise it, or lower Ingest:Log:SegmentBytes.");
        return result.Build();
    }

    private static void RequireList(ValidateOptionsResultBuilder result, string key, string? path)
    {
        if (path is { Length: > 0 } && !File.Exists(path)) result.AddError($"Ingest:IpLists:{key} is '{path}', which is no file: give the path of a file of addresses and ranges, one a line, or leave the key out.");
    }
}
