using PmCrm.Preview.Plan;

namespace PmCrm.Stacks.Tests.Plan;

/// <summary>Options that every object in the cluster needs, so that a replacement of the cluster or of a secret can finish.</summary>
public sealed class InClusterTests
{
    public static TheoryData<string> Stacks => ["staging", "production"];

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Objects_of_a_replaced_cluster_are_not_deleted_through_a_closed_provider(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        var cluster = stack.Only("Cluster", "cluster").Urn;
        Assert.All(InCluster(stack), resource => Assert.Equal((resource.Urn, cluster), (resource.Urn, resource.Options.DeletedWith)));
    }

    /// <summary>Resources at Google outside of the cluster are not deleted with it: Pulumi must delete them.</summary>
    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task No_resource_outside_the_cluster_is_deleted_with_it(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        Assert.All(stack.Plan.Resources.Except(InCluster(stack)), resource => Assert.Null(resource.Options.DeletedWith));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Only_objects_with_a_content_hash_in_their_name_are_kept_and_adopted(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        var upserting = Assert.Single(stack.Plan.Resources, resource => resource is { IsProvider: true, Name: "cluster-kept-objects" });
        var kept = InCluster(stack).Where(resource => resource.Options.RetainOnDelete).ToList();
        Assert.Equal(
            ["configuration", "configuration-certificates", "configuration-secrets"],
            kept.Select(resource => resource.Name).Order()
        );
        Assert.Equal(
            kept,
            InCluster(stack).Where(resource => resource.Provider!.StartsWith($"{upserting.Urn}::", StringComparison.Ordinal))
        );
        Assert.All(kept, resource => Assert.True(resource.Inputs.At("immutable") is PlanBool { Value: true }, resource.Name));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task No_Secret_is_deleted_before_its_replacement_exists(string name)
    {
        var secrets = (await PlannedStack.OfAsync(name)).All("Secret").Where(resource => resource.Package == "kubernetes").ToList();
        Assert.Equal(3, secrets.Count);
        Assert.All(secrets, secret =>
        {
            Assert.NotEqual(true, secret.Options.DeleteBeforeReplace);
            Assert.Matches(@"-[0-9a-f]{10}\z", Assert.IsType<PlanText>(secret.Inputs.At("metadata.name")).Text);
        });
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Every_namespace_of_ours_refuses_what_no_policy_allows(string name)
    {
        var stack = await PlannedStack.OfAsync(name);
        var denying = stack.All("NetworkPolicy").Where(policy => policy.Inputs.At("metadata.name") is PlanText { Text: "default-deny" });
        Assert.Equal(
            stack.All("Namespace").Select(home => Text(home.Inputs.At("metadata.name"))).Order(),
            denying.Select(policy => Text(policy.Inputs.At("metadata.namespace"))).Order()
        );
    }

    private static string Text(PlanValue? value) => Assert.IsType<PlanText>(value).Text;

    private static List<PlanResource> InCluster(PlannedStack stack)
    {
        var found = stack
            .Plan.Resources.Where(resource => resource is { IsCustom: true, IsProvider: false, Package: "kubernetes" })
            .ToList();
        Assert.NotEmpty(found);
        return found;
    }
}
