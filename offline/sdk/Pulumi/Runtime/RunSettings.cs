using System.Collections.Immutable;
using System.Text.Json;
using Pulumi.Testing;

namespace Pulumi;

/// <summary>The settings of a run, from the process that starts it.</summary>
internal sealed record RunSettings
{
    public required string Organization { get; init; }

    public required string Project { get; init; }

    public required string Stack { get; init; }

    public required string? RootDirectory { get; init; }

    public required bool IsDryRun { get; init; }

    public required ImmutableDictionary<string, string> Config { get; init; }

    public required ImmutableHashSet<string> SecretConfigKeys { get; init; }

    /// <summary>Whether resources are sent as references.</summary>
    public static bool SendsReferences { get; } =
        Environment.GetEnvironmentVariable("PULUMI_DISABLE_RESOURCE_REFERENCES") is not ("1" or "true" or "TRUE" or "True");

    public static RunSettings FromTestOptions(TestOptions? options) =>
        new()
        {
            Organization = options?.OrganizationName ?? "organization",
            Project = options?.ProjectName ?? "project",
            Stack = options?.StackName ?? "stack",
            RootDirectory = options?.RootDirectory,
            IsDryRun = options?.IsPreview ?? true,
            Config = ReadConfig(),
            SecretConfigKeys = ReadSecretKeys(),
        };

    /// <exception cref="InvalidOperationException">If no engine started this process.</exception>
    public static RunSettings FromEnvironment(out string monitor, out string engine)
    {
        monitor = Read("PULUMI_MONITOR");
        engine = Read("PULUMI_ENGINE");
        return new RunSettings
        {
            Organization = Environment.GetEnvironmentVariable("PULUMI_ORGANIZATION") ?? "organization",
            Project = Read("PULUMI_PROJECT"),
            Stack = Read("PULUMI_STACK"),
            RootDirectory = Environment.GetEnvironmentVariable("PULUMI_ROOT_DIRECTORY"),
            IsDryRun = bool.TryParse(Read("PULUMI_DRY_RUN"), out var isDryRun)
                ? isDryRun
                : throw new InvalidOperationException("PULUMI_DRY_RUN is neither true nor false."),
            Config = ReadConfig(),
            SecretConfigKeys = ReadSecretKeys(),
        };
    }

    private static string Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException(
                $"The program runs only under an engine, and {variable} is not set; use `make preview` or the pulumi CLI."
            );

    private static ImmutableDictionary<string, string> ReadConfig()
    {
        if (Environment.GetEnvironmentVariable("PULUMI_CONFIG") is not { } json)
            return ImmutableDictionary<string, string>.Empty;
        using var document = JsonDocument.Parse(json);
        var config = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var entry in document.RootElement.EnumerateObject())
            config[ShortKey(entry.Name)] = entry.Value.ToString();
        return config.ToImmutable();
    }

    private static ImmutableHashSet<string> ReadSecretKeys()
    {
        if (Environment.GetEnvironmentVariable("PULUMI_CONFIG_SECRET_KEYS") is not { } json)
            return [];
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(key => ShortKey(key.ToString()))];
    }

    /// <summary>Engines write <c>project:config:name</c> for <c>project:name</c>.</summary>
    private static string ShortKey(string key) =>
        key.Split(':', 3) is [{ Length: > 0 } project, "config", var name] ? $"{project}:{name}" : key;
}
