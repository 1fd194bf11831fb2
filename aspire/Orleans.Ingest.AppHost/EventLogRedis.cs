namespace Orleans.Ingest.AppHost;

/// <summary>Redis as the event log wants it.</summary>
internal static class EventLogRedis
{
    /// <summary>What a 202 has promised must survive Redis: every append is synced, and nothing is ever evicted.</summary>
    private static readonly string[] _settings = ["--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction"];

    /// <summary>Sets it up so, with a volume for what it keeps.</summary>
    public static IResourceBuilder<RedisResource> AsEventLog(this IResourceBuilder<RedisResource> redis) => redis
        .WithDataVolume("ingest-redis")
        .WithArgs(context =>
        {
            if (context.ExecutionContext.IsRunMode)
            {
                foreach (var setting in _settings) context.Args.Add(setting);
                return;
            }

            // Published, the whole command is one argument of a shell; what stands behind it would be the shell's, and Redis would keep nothing.
            context.Args[^1] = $"{context.Args[^1]} {string.Join(' ', _settings)}";
        });
}
