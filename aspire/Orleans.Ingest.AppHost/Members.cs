namespace Orleans.Ingest.AppHost;

/// <summary>What silos and front ends of the cluster have in common.</summary>
internal static class Members
{
    /// <summary>Makes a project a member of the cluster, healthy once it takes events.</summary>
    /// <param name="project">The project.</param>
    /// <param name="role">What it is: <c>silo</c> or <c>web</c>.</param>
    /// <param name="adminKey">Key of the Sites API and of the dashboard, the same for all.</param>
    public static IResourceBuilder<ProjectResource> AsMember(this IResourceBuilder<ProjectResource> project, string role, IResourceBuilder<ParameterResource> adminKey)
    {
        project
            .WithEnvironment("Ingest__Mode", "cluster")
            .WithEnvironment("Ingest__Role", role)
            .WithEnvironment("Ingest__AdminKey", adminKey)
            .WithEnvironment("Ingest__Dashboard", "true")
            .WithHttpEndpoint()
            .WithHttpHealthCheck("/health");
        // While it is developed every request is traced; where it is published the service's own default holds.
        return project.ApplicationBuilder.ExecutionContext.IsRunMode ? project.WithEnvironment("OTEL_TRACES_SAMPLER", "always_on") : project;
    }
}
