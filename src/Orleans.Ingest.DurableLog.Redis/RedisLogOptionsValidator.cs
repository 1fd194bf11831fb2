using Microsoft.Extensions.Options;

namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>Checks <see cref="RedisLogOptions"/>; each message names key, value and cure.</summary>
internal sealed class RedisLogOptionsValidator : IValidateOptions<RedisLogOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, RedisLogOptions options)
    {
        var (result, section) = (new ValidateOptionsResultBuilder(), $"Orleans:Streaming:{name}");
        if (options.KeyPrefix is { } prefix && (prefix.Length == 0 || prefix.AsSpan().ContainsAny('{', '}'))) result.AddError($"{section}:KeyPrefix is '{prefix}': give letters without braces, which mark hash tags, or leave the key out.");
        if (options.Queues is < 1 or > LogPosition.MaxQueues) result.AddError($"{section}:Queues is {options.Queues}: it must lie between 1 and {LogPosition.MaxQueues}.");
        if (options.FlushInterval < TimeSpan.FromMilliseconds(10) || options.FlushInterval > TimeSpan.FromMinutes(1)) result.AddError($"{section}:FlushInterval is {options.FlushInterval}: it must lie between 00:00:00.010 and 00:01:00.");
        if (options.GroupBytes is < (64 << 10) or > (256 << 20)) result.AddError($"{section}:GroupBytes is {options.GroupBytes}: it must lie between 64 KiB and 256 MiB.");
        // How many queues an older log has is found out when it is opened.
        if (MaxBytesFault(options, options.Queues ?? RedisLogOptions.QueuesOfNewLog) is { } fault) result.AddError($"{section}:{fault}");
        if (options.MinReplicas is < 0 or > 16) result.AddError($"{section}:MinReplicas is {options.MinReplicas}: it must lie between 0 and 16.");
        if (options.ReplicaTimeout < TimeSpan.FromMilliseconds(10) || options.ReplicaTimeout > TimeSpan.FromSeconds(10)) result.AddError($"{section}:ReplicaTimeout is {options.ReplicaTimeout}: it must lie between 00:00:00.010 and 00:00:10.");
        return result.Build();
    }

    /// <summary>What is wrong with <see cref="RedisLogOptions.MaxBytes"/> for so many queues; null when nothing is.</summary>
    public static string? MaxBytesFault(RedisLogOptions options, int queues) => options.MaxBytes >= 2 * options.GroupBytes * queues
        ? null
        : $"MaxBytes is {options.MaxBytes}, but two groups of {options.GroupBytes} bytes must fit into each of {queues} queues: raise it, or lower GroupBytes.";
}
