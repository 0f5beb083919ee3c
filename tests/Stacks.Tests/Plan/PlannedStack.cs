using System.Reflection;
using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;

namespace PmCrm.Stacks.Tests.Plan;

/// <summary>
/// A committed stack, run by the preview engine once for all tests: the real requests of the program with their dependencies.
/// </summary>
internal sealed class PlannedStack
{
    private static readonly Dictionary<string, Task<PlannedStack>> Runs = [];

    private readonly Dictionary<string, PlanResource> byUrn;

    private PlannedStack(DeploymentPlan plan)
    {
        Plan = plan;
        byUrn = plan.Resources.ToDictionary(resource => resource.Urn);
    }

    /// <summary>The folder of the repository that these tests were built from.</summary>
    public static string Root => RepositoryRoot.Folder;

    public DeploymentPlan Plan { get; }

    public static Task<PlannedStack> OfAsync(string stack)
    {
        if (!Runs.TryGetValue(stack, out var run))
            Runs[stack] = run = RunAsync(stack, stack, changes: []);
        return run;
    }

    /// <summary>The plan of a committed stack whose configuration was changed.</summary>
    /// <param name="configuration">The committed stack.</param>
    /// <param name="changes">Values by key without the project's name.</param>
    /// <param name="stack">Name of the stack; null: that of the configuration.</param>
    public static Task<PlannedStack> OfAsync(
        string configuration,
        IReadOnlyList<(string Key, ConfigEntry Value)> changes,
        string? stack = null
    )
    {
        var run = $"{configuration} {stack} {string.Join(' ', changes)}";
        if (!Runs.TryGetValue(run, out var plan))
            Runs[run] = plan = RunAsync(configuration, stack ?? configuration, changes);
        return plan;
    }

    /// <summary>The plan of another run of a committed stack.</summary>
    public static Task<PlannedStack> AgainAsync(string stack) => RunAsync(stack, stack, changes: []);

    /// <summary>The resources of a type by its last part, for example <c>DatabaseInstance</c>. Fails where there is none.</summary>
    public IReadOnlyList<PlanResource> All(string shortType)
    {
        var found = Plan.Resources.Where(resource => resource.ShortType == shortType).ToList();
        Assert.True(found.Count > 0, $"the plan has no {shortType}");
        return found;
    }

    public PlanResource Only(string shortType, string name) => Assert.Single(All(shortType), resource => resource.Name == name);

    /// <summary>Whether a resource is created only after another, directly or through others.</summary>
    public bool Waits(PlanResource resource, PlanResource on)
    {
        var seen = new HashSet<string>();
        var open = new Queue<string>(Before(resource));
        while (open.TryDequeue(out var urn))
        {
            if (urn == on.Urn)
                return true;
            if (seen.Add(urn) && byUrn.TryGetValue(urn, out var next))
                foreach (var before in Before(next))
                    open.Enqueue(before);
        }
        return false;
    }

    /// <summary>URNs of the resources whose outputs are used in a resource's properties, directly or through others.</summary>
    public IReadOnlySet<string> UsedByValue(PlanResource resource)
    {
        var seen = new HashSet<string>();
        var open = new Queue<PlanResource>([resource]);
        while (open.TryDequeue(out var next))
            foreach (var urn in next.PropertyDependencies.Values.SelectMany(urns => urns))
                if (seen.Add(urn) && byUrn.TryGetValue(urn, out var used))
                    open.Enqueue(used);
        return seen;
    }

    // A provider is a dependency like any other: its reference is its URN and its id.
    private static IEnumerable<string> Before(PlanResource resource) =>
        resource.Dependencies.Concat(
            resource.Provider is { } provider ? [provider[..provider.LastIndexOf("::", StringComparison.Ordinal)]] : []
        );

    private static async Task<PlannedStack> RunAsync(
        string configuration,
        string stack,
        IReadOnlyList<(string Key, ConfigEntry Value)> changes
    )
    {
        var config = StackConfiguration.Read(ProjectFile.Read(Path.Combine(Root, "Pulumi.yaml")), configuration).Entries.ToDictionary();
        foreach (var (key, value) in changes)
            config[$"pmcrm:{key}"] = value;
        var result = await PreviewEngine.RunAsync(
            new RunRequest
            {
                Command = ProgramCommand.ForAssembly(Metadata("Infra"), Path.Combine(Root, "infra")),
                Project = "pmcrm",
                Stack = stack,
                RootDirectory = Root,
                Config = config,
                Timeout = TimeSpan.FromMinutes(2),
            }
        );
        Assert.False(result.Failed, string.Join(Environment.NewLine, result.Diagnostics.Select(diagnostic => diagnostic.Message)));
        return new PlannedStack(result.Plan);
    }

    private static string Metadata(string key) =>
        typeof(PlannedStack).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
