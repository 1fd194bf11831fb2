using Orleans.Ingest.Drivers;
using StackExchange.Redis;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Privacy;

/// <summary>Looks everywhere for marks, and first for what must be there: a search that finds nothing at all proves nothing.</summary>
internal static class Search
{
    /// <summary>A text has no mark in it, and something that it must have.</summary>
    public static void Text(string what, string text, string present)
    {
        Assert.True(text.Contains(present, StringComparison.Ordinal), $"Nothing was looked at: {what} has no '{present}' in it.");
        var lines = string.Join('\n', text.Split('\n').Where(line => Marks.In(line) is not null).Take(20).Select(line => line[..Math.Min(line.Length, 400)]));
        Assert.True(lines.Length == 0, $"{what} has marks in it:\n{lines}");
    }

    /// <summary>No file below a directory has a mark in it.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="presentIn">Names of files end so that must have what may be kept; null where none waits.</param>
    public static void Files(string directory, string? presentIn)
    {
        var found = false;
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            // Redis and ClickHouse take files away; an empty one may be a lock that a child holds for a moment longer.
            if (new FileInfo(file) is not { Exists: true, Length: > 0 }) continue;
            var bytes = File.ReadAllBytes(file);
            if (presentIn is not null && file.EndsWith(presentIn, StringComparison.Ordinal)) found |= System.Text.Encoding.Latin1.GetString(bytes).Contains(Marks.Path, StringComparison.Ordinal);
            None(file, Marks.In(bytes, isPlain: !file.Contains("/clickhouse/", StringComparison.Ordinal)));
        }

        Assert.True(found || presentIn is null, $"Nothing was looked at: no '{presentIn}' below {directory} has '{Marks.Path}' in it.");
    }

    /// <summary>Every column of every table of ClickHouse, its own tables (queries, errors, processes, logs …) too.</summary>
    public static async Task TablesAsync(ClickHouseHttp clickHouse)
    {
        // Not those that ask other machines and programs, or are numbers without end.
        var tables = await clickHouse.QueryAsync(
            "SELECT database || '.' || name FROM system.tables WHERE database != 'INFORMATION_SCHEMA' AND database != 'information_schema' AND engine NOT IN ('View', 'SystemNumbers', 'SystemZeros') AND name NOT LIKE 'numbers%' AND name NOT LIKE 'zeros%' AND name NOT LIKE 'zookeeper%' AND name NOT IN ('models', 'primes', 'unicode')");
        var looked = 0;
        foreach (var table in tables)
        {
            string[] rows;
            try
            {
                rows = await clickHouse.QueryAsync($"SELECT * FROM {table} LIMIT 100000 FORMAT JSONEachRow");
            }
            catch (InvalidOperationException)
            {
                continue; // Closed to readers, or in need of a condition.
            }

            looked++;
            foreach (var row in rows) None(table, Marks.In(row));
            if (table.EndsWith(".events_v2", StringComparison.Ordinal)) Assert.Contains(rows, row => row.Contains(Marks.Path, StringComparison.Ordinal) && row.Contains("\"browser\":\"Chrome\",\"", StringComparison.Ordinal));
        }

        Assert.True(looked >= 3, $"Of {tables.Length} tables {looked} could be read.");
    }

    /// <summary>All keys and values of Redis.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="present">What the name of a key with rows has in it.</param>
    public static async Task RedisAsync(string address, string present)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(address);
        var (database, found) = (redis.GetDatabase(), false);
        foreach (var key in redis.GetServer(address).Keys(pageSize: 1000))
        {
            var values = new List<RedisValue> { (byte[])key! };
            switch (await database.KeyTypeAsync(key))
            {
                case RedisType.String: values.Add(await database.StringGetAsync(key)); break;
                case RedisType.Hash: values.AddRange((await database.HashGetAllAsync(key)).SelectMany(entry => (RedisValue[])[entry.Name, entry.Value])); break;
                case RedisType.Set: values.AddRange(await database.SetMembersAsync(key)); break;
                case RedisType.List: values.AddRange(await database.ListRangeAsync(key)); break;
                case RedisType.SortedSet: values.AddRange((await database.SortedSetRangeByScoreWithScoresAsync(key)).Select(entry => entry.Element)); break;
                case RedisType.Stream: values.AddRange((await database.StreamRangeAsync(key)).SelectMany(entry => entry.Values).SelectMany(entry => (RedisValue[])[entry.Name, entry.Value])); break;
                case RedisType.None: break; // It has expired meanwhile.
                case var other: Assert.Fail($"{key} is of a type that nobody has looked into: {other}."); break;
            }

            var bytes = values.SelectMany(value => (byte[]?)value ?? []).ToArray();
            if (key.ToString().Contains(present, StringComparison.Ordinal)) found |= System.Text.Encoding.Latin1.GetString(bytes).Contains(Marks.Path, StringComparison.Ordinal);
            None(key.ToString(), Marks.In(bytes, isPlain: true));
        }

        Assert.True(found, $"Nothing was looked at: no key '{present}' has '{Marks.Path}' in it.");
    }

    private static void None(string what, string? mark) => Assert.True(mark is null, $"{what} has a mark in it: {mark}");
}
