using Orleans.Ingest.Server.Commands;

return await CommandLine.RunAsync(args);
