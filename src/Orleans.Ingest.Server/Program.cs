using Orleans.Ingest.Server.Modes;

return await IngestProgram.RunAsync(args);
