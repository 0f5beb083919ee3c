using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;

namespace PmCrm.Stacks.Tests.Plan;

/// <summary>Sequences of `pulumi up`, as the differences between their plans.</summary>
public sealed class SequenceTests
{
    private static readonly string[] Pods = ["backend", "worker", "migration"];

    public static TheoryData<string> Stacks => ["staging", "production"];

    /// <summary>Production's plan, where resources with data are protected.</summary>
    public static TheoryData<string> RotatedVersions => ["jwtSecretVersion", "encryptionKeyVersion", "databasePasswordVersion"];

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Second_up_changes_nothing(string name)
    {
        var (first, second) = (await PlannedStack.OfAsync(name), await PlannedStack.AgainAsync(name));
        Assert.Empty(Between(first, second).Resources.Select(Line));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Foundation_first_and_everything_afterwards_only_adds(string name)
    {
        var foundation = await PlannedStack.OfAsync(name, [Plain("phase", "foundation"), Plain("image", "")]);
        var diff = Between(foundation, await PlannedStack.OfAsync(name));
        Assert.All(diff.Resources, resource =>
            Assert.Equal((DiffKind.Added, resource.Resource.Urn), (resource.Kind, resource.Resource.Urn))
        );
        Assert.Contains(diff.Resources, resource => resource.Resource.ShortType == "Cluster");
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Each_new_image_changes_the_pods_and_deletes_nothing_that_older_pods_need(string name)
    {
        var images = new List<PlannedStack>();
        foreach (var digit in "abc")
            images.Add(await PlannedStack.OfAsync(name, [Image(digit)]));
        for (var next = 1; next < images.Count; next++)
        {
            var diff = Between(images[next - 1], images[next]);
            Assert.Equal(Pods.Order(), diff.Resources.Select(resource => resource.Resource.Name).Order());
            ShouldLeaveWhatPodsRead(images[next - 1], diff);
        }
    }

    /// <summary>
    /// After a rollback with kubectl, which no plan sees, the next update overrides the Deployment (patchForce). A return to the previous
    /// image refers to the configuration by the same names, which still exist.
    /// </summary>
    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Return_to_an_earlier_configuration_finds_its_objects_by_name(string name)
    {
        var before = await PlannedStack.OfAsync(name, [Image('a')]);
        var after = await PlannedStack.OfAsync(name, [Image('b'), Plain("logLevel", "trace")]);
        var again = await PlannedStack.OfAsync(name, [Image('a')]);
        ShouldLeaveWhatPodsRead(before, Between(before, after));
        ShouldLeaveWhatPodsRead(after, Between(after, again));
        Assert.Equal(ReadByPods(before), ReadByPods(again));
        Assert.NotEqual(ReadByPods(before), ReadByPods(after));
        foreach (var deployment in again.All("Deployment"))
            Assert.True(
                deployment.Inputs.At("metadata.annotations[\"pulumi.com/patchForce\"]") is PlanText { Text: "true" },
                deployment.Name
            );
    }

    [Theory]
    [MemberData(nameof(RotatedVersions))]
    public async Task Generated_secret_is_rotated_three_times(string key)
    {
        var before = await PlannedStack.OfAsync("production");
        foreach (var version in new[] { "2", "3", "4" })
        {
            var after = await PlannedStack.OfAsync("production", [Plain(key, version)]);
            var diff = Between(before, after);
            ShouldBePossible(diff);
            ShouldLeaveWhatPodsRead(before, diff);
            before = after;
        }
    }

    [Fact]
    public async Task Every_secret_of_the_configuration_is_rotated_three_times()
    {
        string[] keys =
        [
            "anthropicApiKey",
            "openAiApiKey",
            "apolloApiKey",
            "r2AccessKeyId",
            "r2SecretAccessKey",
            "whatsAppApiToken",
            "whatsAppAppSecret",
            "whatsAppVerifyToken",
            "cloudflareApiToken",
            "cloudflareDnsToken",
            "vercelApiToken",
            "datadogApiKey",
        ];
        var before = await WithSecretsAsync("planted-value-1");
        foreach (var value in new[] { "planted-value-2", "planted-value-3", "planted-value-4" })
        {
            var after = await WithSecretsAsync(value);
            var diff = Between(before, after);
            ShouldBePossible(diff);
            ShouldLeaveWhatPodsRead(before, diff);
            Assert.Superset(
                new HashSet<string> { "cert-manager-cloudflare-token", "datadog-api-key", "configuration-secrets" },
                diff.Resources.Where(resource => resource.Kind is DiffKind.Replaced).Select(resource => resource.Resource.Name).ToHashSet()
            );
            before = after;
        }

        Task<PlannedStack> WithSecretsAsync(string value) =>
            PlannedStack.OfAsync(
                "production",
                [
                    Plain("whatsAppPhoneNumberId", "106540352242922"),
                    .. keys.Select(key => (key, ConfigEntry.Secret(ProjectConfiguration.Planted(key, value)))),
                ]
            );
    }

    /// <summary>
    /// Settings that switch optional resources off. Customer-managed keys and the database's second zone are not among them: switching them
    /// off changes the database instead of removing a resource.
    /// </summary>
    public static TheoryData<string> Switches =>
        [
            "databaseReplica=false",
            "billingAccount= gcpProjectNumber=",
            "githubRepositoryId= githubOwnerId=",
            "googleClientId= googleClientSecret=",
            "microsoftClientId= microsoftClientSecret=",
            "anthropicApiKey=",
            "openAiApiKey=",
            "apolloApiKey=",
            "r2AccessKeyId= r2SecretAccessKey=",
            "whatsAppPhoneNumberId= whatsAppApiToken=",
            "whatsAppAppSecret= whatsAppVerifyToken=",
            "mailHost= mailDomain= resendApiKey=",
        ];

    [Theory]
    [MemberData(nameof(Switches))]
    public async Task What_configuration_switches_off_is_not_protected_and_can_come_back(string settings)
    {
        var off = settings.Split(' ').Select(setting => setting.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        var with = await PlannedStack.OfAsync("production", [.. off.Keys.SelectMany(SwitchedOn)]);
        var without = await PlannedStack.OfAsync("production", [.. off.Select(pair => Plain(pair.Key, pair.Value))]);
        var away = Between(with, without);
        ShouldBePossible(away);
        Assert.Contains(away.Resources, resource => resource.Kind is DiffKind.Removed);
        ShouldBePossible(Between(without, with));
    }

    /// <summary>Values for settings that are empty in the committed configuration.</summary>
    private static IEnumerable<(string Key, ConfigEntry Value)> SwitchedOn(string key) =>
        key switch
        {
            "googleClientId" or "microsoftClientId" => [Plain(key, "client-id")],
            "whatsAppPhoneNumberId" => [Plain(key, "106540352242922")],
            "r2AccessKeyId" => [(key, ConfigEntry.Secret("planted-value-r2AccessKeyId"))],
            _ when key.EndsWith("Key", StringComparison.Ordinal)
                    || key.EndsWith("Secret", StringComparison.Ordinal)
                    || key.EndsWith("Token", StringComparison.Ordinal) => [(key, ConfigEntry.Secret(ProjectConfiguration.Planted(key)))],
            _ => [],
        };

    [Fact]
    public async Task Staging_is_destroyed_and_created_again()
    {
        var staging = await PlannedStack.OfAsync("staging");
        var destroyed = Compare(staging.Plan, staging.Plan with { Resources = [] });
        Assert.Equal(staging.Plan.Resources.Count, destroyed.Count(DiffKind.Removed));
        ShouldBePossible(destroyed);
        // Kept objects are deleted with the cluster, so their names are free for the next one.
        var kept = staging.Plan.Resources.Where(resource => resource.Options.RetainOnDelete).ToList();
        Assert.NotEmpty(kept);
        Assert.All(kept, resource => Assert.Equal(staging.Only("Cluster", "cluster").Urn, resource.Options.DeletedWith));
        // Google never frees the names of these (https://cloud.google.com/kms/docs/faq).
        Assert.DoesNotContain(staging.Plan.Resources, resource => resource.ShortType is "KeyRing" or "CryptoKey");
        var created = Compare(staging.Plan with { Resources = [] }, staging.Plan);
        Assert.Equal(staging.Plan.Resources.Count, created.Count(DiffKind.Added));
    }

    [Fact]
    public async Task Recovery_fits_into_productions_project_and_needs_nothing_of_the_lost_region()
    {
        var production = await PlannedStack.OfAsync("production");
        var recovery = await PlannedStack.OfAsync("production", Recovery, stack: "recovery");
        Assert.Empty(Named(production).Intersect(Named(recovery)));
        // At any depth: the regions of a secret's copies are in a list, and either all copies are written or none
        // (https://cloud.google.com/secret-manager/docs/choosing-replication).
        Assert.Contains(recovery.Plan.Resources, resource => Mentions(resource.Inputs, "europe-west3"));
        Assert.Empty(recovery.Plan.Resources.Where(resource => Mentions(resource.Inputs, "europe-west1")).Select(resource => resource.Urn));
        Assert.DoesNotContain(recovery.Plan.Diagnostics, diagnostic =>
            diagnostic.Severity >= Severity.Warning && !diagnostic.Message.Contains(" is the placeholder '", StringComparison.Ordinal)
        );
    }

    private static readonly (string Key, ConfigEntry Value)[] Recovery =
    [
        Plain("region", "europe-west3"),
        Plain("recoveryRegion", "europe-west4"),
        Plain("databaseReplica", "false"),
        Plain("bucketPrefix", "pmcrm-production"),
    ];

    /// <summary>Names that must be unique in a Google project: type, location and name.</summary>
    private static IEnumerable<string> Named(PlannedStack stack)
    {
        string[] names = ["name", "accountId", "repositoryId", "secretId", "workloadIdentityPoolId", "keyRingId", "bucketId"];
        // The name of these is that of their parent, or of the project. A key's name is unique within its
        // ring. The default sink is redirected, because the lost region's log bucket accepts nothing.
        string[] others =
        [
            "CryptoKey",
            "ProjectSink",
            "IAMMember",
            "SecretIamMember",
            "RepositoryIamMember",
            "CryptoKeyIAMMember",
            "TopicIAMMember",
            "Service",
            "ServiceIdentity",
            "IAMAuditConfig",
        ];
        return stack
            .Plan.Resources.Where(resource =>
                resource is { IsCustom: true, IsProvider: false, Package: "gcp" } && !others.Contains(resource.ShortType)
            )
            .SelectMany(resource =>
                names
                    .Select(key => resource.Inputs[key] as PlanText)
                    .Where(name => name is { Text: [not '<', ..] })
                    .Select(name =>
                        $"{resource.ShortType} {(resource.Inputs["instance"] ?? resource.Inputs["keyRing"] ?? resource.Inputs["network"]) as PlanText} {name!.Text}"
                    )
            );
    }

    private static bool Mentions(PlanValue? value, string text) =>
        value switch
        {
            PlanText found => found.Text.Contains(text, StringComparison.Ordinal),
            PlanList list => list.Items.Any(item => Mentions(item, text)),
            PlanMap map => map.Entries.Values.Any(entry => Mentions(entry, text)),
            _ => false,
        };

    private static PlanDiff Between(PlannedStack before, PlannedStack after) => Compare(before.Plan, after.Plan);

    private static PlanDiff Compare(DeploymentPlan before, DeploymentPlan after) => PlanComparer.Compare(before, after, "the plan before");

    private static void ShouldBePossible(PlanDiff diff) => Assert.Empty(diff.Resources.Where(resource => resource.IsRefused).Select(Line));

    /// <summary>A ConfigMap or Secret that pods refer to is not deleted when the program replaces it by another one.</summary>
    private static void ShouldLeaveWhatPodsRead(PlannedStack before, PlanDiff diff)
    {
        var read = ReadByPods(before);
        var gone = diff
            .Resources.Where(resource => resource.Kind is DiffKind.Removed or DiffKind.Replaced)
            .Select(resource => resource.Resource.Urn)
            .ToHashSet();
        var objects = before
            .Plan.Resources.Where(resource => resource.ShortType is "ConfigMap" or "Secret" && resource.Package == "kubernetes")
            .Where(resource => resource.Inputs.At("metadata.name") is PlanText name && read.Contains(name.Text))
            .ToList();
        Assert.Equal(3, objects.Count);
        Assert.All(objects.Where(resource => gone.Contains(resource.Urn)), resource =>
            Assert.True(resource.Options.RetainOnDelete, resource.Name)
        );
    }

    private static SortedSet<string> ReadByPods(PlannedStack stack)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var pod in stack.All("Deployment"))
        {
            var container = pod.Inputs.At("spec.template.spec.containers[0]")!;
            names.UnionWith(Texts(container.At("env"), "valueFrom.secretKeyRef.name"));
            names.UnionWith(Texts(container.At("envFrom"), "configMapRef.name"));
            names.UnionWith(Texts(pod.Inputs.At("spec.template.spec.volumes"), "configMap.name"));
        }
        return names;
    }

    private static IEnumerable<string> Texts(PlanValue? list, string path) =>
        Assert.IsType<PlanList>(list).Items.Select(item => item.At(path)).OfType<PlanText>().Select(text => text.Text);

    private static (string Key, ConfigEntry Value) Plain(string key, string value) => (key, ConfigEntry.Plain(value));

    private static (string Key, ConfigEntry Value) Image(char digit) =>
        Plain("image", $"europe-west1-docker.pkg.dev/pmcrm/pmcrm/pmcrm-backend@sha256:{new string(digit, 64)}");

    private static string Line(ResourceDiff resource) =>
        $"{resource.Kind} {resource.Resource.ShortType} {resource.Resource.Name}: {string.Join(", ", resource.Changes.Select(change => change.Path))}";
}
