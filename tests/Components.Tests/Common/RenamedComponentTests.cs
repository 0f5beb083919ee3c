using PmCrm.Components.Cache;
using PmCrm.Components.Common;
using PmCrm.Components.Tests.Examples;
using PmCrm.Testing;
using Pulumi;

namespace PmCrm.Components.Tests.Common;

/// <summary>
/// Pulumi identifies a resource by its URN, which contains its name and its parents' types. A component's alias gives its former name and
/// covers each child whose parent it is and whose name begins with its own. So a renamed or moved component keeps all its resources.
/// </summary>
public sealed class RenamedComponentTests
{
    public static TheoryData<string> Components => ComponentExampleTests.Names;

    [Fact]
    public async Task Component_says_what_it_was_called_before()
    {
        var cache = await CacheAsync("sessions", new Alias { Name = "cache" });
        var alias = Assert.Single(cache.Plan.Only(RedisCache.TypeToken).Options!.Aliases);
        Assert.Equal(
            "cache",
            (await Pulumi.Utilities.OutputUtilities.GetValueAsync(alias.ToOutput())).Name is { } name
                ? await Pulumi.Utilities.OutputUtilities.GetValueAsync(name.ToOutput())
                : null
        );
    }

    [Fact]
    public async Task Children_of_a_renamed_component_are_renamed_with_it_and_keep_it_as_parent()
    {
        var cache = await CacheAsync("sessions", new Alias { Name = "cache" });
        var child = cache.Plan.Only("gcp:redis/instance:Instance");
        Assert.Equal("sessions", child.Name);
        Assert.Same(cache.Component, child.Options!.Parent);
    }

    [Fact]
    public async Task Rename_in_Pulumi_renames_nothing_at_the_provider()
    {
        var before = (await CacheAsync("cache", alias: null)).Plan.Only("gcp:redis/instance:Instance");
        var after = (await CacheAsync("sessions", new Alias { Name = "cache" })).Plan.Only("gcp:redis/instance:Instance");
        Assert.Equal(before.Inputs.Keys.Order(), after.Inputs.Keys.Order());
        Assert.Equal(before.At("name"), after.At("name"));
    }

    [Theory]
    [MemberData(nameof(Components))]
    public async Task Every_child_is_named_from_a_component_so_that_the_components_alias_covers_it(string component)
    {
        var plan = await Recording.OfProgramAsync(_ => ComponentExamples.ProgramOf(ComponentExampleTests.Find(component))());
        var components = plan
            .Resources.Where(resource => resource.Type.StartsWith("pmcrm:", StringComparison.Ordinal))
            .Select(resource => resource.Name)
            .ToList();
        // A provider that the example creates is not a child of the component.
        var children = plan
            .Resources.Where(resource =>
                resource.Options is not null || !resource.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal)
            )
            .ToList();
        Assert.NotEmpty(children);
        Assert.All(children, resource => Assert.Contains(components, name => resource.Name.StartsWith(name, StringComparison.Ordinal)));
    }

    private static Task<Recorded<RedisCache>> CacheAsync(string name, Alias? alias) =>
        Recording.OfAsync(options =>
        {
            if (alias is not null)
                options.Aliases.Add(alias);
            return new RedisCache(
                name,
                new RedisCacheArgs
                {
                    Project = Arrange.Project,
                    PhysicalName = Arrange.PhysicalName,
                    Region = EuRegion.Belgium,
                    NetworkId = "network-id",
                    MemorySizeGb = 1,
                    ServerCaPath = "/etc/pmcrm/cache-ca.pem",
                    Labels = Arrange.Labels,
                },
                options
            );
        });
}
