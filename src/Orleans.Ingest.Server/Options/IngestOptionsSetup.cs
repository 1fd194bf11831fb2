using Microsoft.Extensions.Options;

namespace Orleans.Ingest.Server.Options;

/// <summary>Reads and checks <see cref="IngestOptions"/>.</summary>
internal static class IngestOptionsSetup
{
    /// <summary>The checked options, which are registered too. Composition needs them before there is a container.</summary>
    /// <exception cref="OptionsValidationException">A value cannot be used; the message says the fix.</exception>
    public static IngestOptions AddIngestOptions(this IHostApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(IngestOptions.Section);
        var options = section.Get<IngestOptions>() ?? new();
        var result = new IngestOptionsValidator().Validate(null, options);
        if (result.Failed) throw new OptionsValidationException(IngestOptions.Section, typeof(IngestOptions), result.Failures);
        options.DataDirectory = Path.GetFullPath(options.DataDirectory);
        builder.Services.AddSingleton(Microsoft.Extensions.Options.Options.Create(options));
        builder.Services.AddSingleton(TimeProvider.System);
        return options;
    }
}
