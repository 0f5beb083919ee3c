using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Commands;

/// <summary>
/// Two revisions of a program that uses components of this repository. In the second one, a cache has another name and another cache has
/// a new parent. With an alias, Pulumi keeps the resources; without one, it deletes and creates them.
/// </summary>
public sealed class RenamedComponentTests : IAsyncLifetime
{
    private GitRepository repository = null!;

    public async ValueTask InitializeAsync()
    {
        repository = await GitRepository.CreateAsync(
            Built.Infra,
            Program("""var cache = new RedisCache("cache", Args("cache"));""", """new RedisCache("queue", Args("queue"));""")
        );
    }

    public ValueTask DisposeAsync()
    {
        repository.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task With_aliases_a_renamed_and_a_moved_component_keep_their_resources_and_all_that_depends_on_them()
    {
        repository.Write(
            "infra/Program.cs",
            Program(
                """var cache = new RedisCache("sessions", Args("cache"), new() { Aliases = { new Alias { Name = "cache" } } });""",
                """new RedisCache("queue", Args("queue"), new() { Parent = new Platform("platform"), Aliases = { new Alias { NoParent = true } } });"""
            )
        );

        var result = await repository.DiffAsync("--base", "main");

        Assert.True(result.ExitCode == ExitCodes.Fine, result.All);
        Assert.Equal(
            """
            shop / staging   against main: 1 added, 4 renamed, 2 unchanged

            > sessions  RedisCache  renamed
                was urn:pulumi:staging::shop::pmcrm:cache:RedisCache::cache

            > sessions  Instance  renamed
                was urn:pulumi:staging::shop::pmcrm:cache:RedisCache$gcp:redis/instance:Instance::cache

            + platform  Platform  added

            > queue  RedisCache  renamed
                was urn:pulumi:staging::shop::pmcrm:cache:RedisCache::queue

            > queue  Instance  renamed
                was urn:pulumi:staging::shop::pmcrm:cache:RedisCache$gcp:redis/instance:Instance::queue

            """,
            result.Output
        );
    }

    [Fact]
    public async Task Without_aliases_they_are_removed_and_added()
    {
        repository.Write(
            "infra/Program.cs",
            Program(
                """var cache = new RedisCache("sessions", Args("cache"));""",
                """new RedisCache("queue", Args("queue"), new() { Parent = new Platform("platform") });"""
            )
        );

        var result = await repository.DiffAsync("--base", "main");

        Assert.True(result.ExitCode == ExitCodes.Fine, result.All);
        Assert.StartsWith(
            "shop / staging   against main: 4 removed, 1 changed, 5 added, 1 unchanged\n",
            result.Output,
            StringComparison.Ordinal
        );
        // They are protected because they have data, so their removal is refused.
        Assert.Contains("- cache  Instance  protected: the deployment will refuse this\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("- queue  Instance  protected: the deployment will refuse this\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("+ sessions  Instance  added\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("    host: <cache.host> -> <sessions.host>\n", result.Output, StringComparison.Ordinal);
    }

    private static string Program(params string[] statements) =>
        $$"""
            using System.Collections.Immutable;
            using PmCrm.Components.Cache;
            using PmCrm.Components.Common;
            using Pulumi;

            return await Deployment.RunAsync(() =>
            {
                {{string.Join("\n    ", statements)}}
                new Reader("reader", new() { ["host"] = cache.Host, ["url"] = cache.ConnectionUrl });
            });

            static RedisCacheArgs Args(string physicalName) => new()
            {
                Project = "my-project",
                PhysicalName = physicalName,
                Region = EuRegion.Belgium,
                NetworkId = "projects/my-project/global/networks/crm",
                MemorySizeGb = 1,
                ServerCaPath = "/etc/crm/cache-ca.pem",
                Labels = new ResourceLabels("staging"),
            };

            sealed class Platform(string name) : ComponentResource("sample:shop:Platform", name);

            sealed class Reader(string name, Dictionary<string, object?> properties)
                : CustomResource("acme:index:Reader", name, new DictionaryResourceArgs(properties.ToImmutableDictionary()), (CustomResourceOptions?)null);
            """;
}
