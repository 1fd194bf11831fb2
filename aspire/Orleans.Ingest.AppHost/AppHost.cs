using Microsoft.Extensions.Configuration;
using Orleans.Ingest.AppHost;

const string ClusterName = "ingest";

var builder = DistributedApplication.CreateBuilder(args);

var adminKey = builder.AddParameter("admin-key", new GenerateParameterDefault { MinLength = 48, Special = false }, secret: true, persist: true);
var silos = builder.Configuration.GetValue("Silos", 2);
var frontEnds = builder.Configuration.GetValue("FrontEnds", 2);

var redis = builder.AddRedis("redis").AsEventLog();
var clickHouse = builder.AddClickHouse("clickhouse");

// Both ids are said: Redis' keys begin with the service's, and a generated one would begin anew each time.
var cluster = builder.AddOrleans("cluster")
    .WithClusterId(ClusterName)
    .WithServiceId(ClusterName)
    .WithClustering(redis)
    .WithGrainStorage("Default", redis)
    .WithStreaming("events", redis);

var silo = builder.AddProject<Projects.Orleans_Ingest_Server>("silo", launchProfileName: null)
    .AsMember("silo", adminKey)
    .WithReference(cluster)
    .WithReference(clickHouse).WaitFor(clickHouse)
    .WaitFor(redis)
    .WithReplicas(silos);

builder.AddProject<Projects.Orleans_Ingest_Server>("web", launchProfileName: null)
    .AsMember("web", adminKey)
    .WithReference(cluster.AsClient())
    .WithReference(silo).WaitFor(silo)
    .WaitFor(redis)
    .WithReplicas(frontEnds)
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint("http", _ => new() { Url = "/", DisplayText = "Console (key: admin-key)" })
    .WithUrlForEndpoint("http", _ => new() { Url = "/dashboard", DisplayText = "Orleans dashboard (password: admin-key)" })
    .WithUrlForEndpoint("http", _ => new() { Url = "/js/script.js", DisplayText = "Tracker script" });

builder.Build().Run();
