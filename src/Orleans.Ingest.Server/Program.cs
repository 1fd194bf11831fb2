using Orleans.Ingest.ClickHouse.Embedded;

var builder = Host.CreateApplicationBuilder(args);
var options = builder.Configuration.GetSection(EmbeddedClickHouseOptions.Section).Get<EmbeddedClickHouseOptions>() ?? new();
if (builder.Configuration["Ingest:Role"] == "clickhouse") return await EmbeddedClickHouseHost.RunAsync(options);
return 0;
