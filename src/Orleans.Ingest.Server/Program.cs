using Orleans.Ingest.ClickHouse.Embedded;
using Orleans.Ingest.ClickHouse.Embedded.Supervision;

var builder = Host.CreateApplicationBuilder(args);
var options = builder.Configuration.GetSection(EmbeddedClickHouseOptions.Section).Get<EmbeddedClickHouseOptions>() ?? new();
if (builder.Configuration["Ingest:Role"] == "clickhouse") return await EmbeddedClickHouseHost.RunAsync(options);

builder.Services.AddClickHouseChild(child =>
{
    child.DataDirectory = options.DataDirectory;
    child.HttpPort = options.HttpPort;
});
await builder.Build().RunAsync();
return 0;
