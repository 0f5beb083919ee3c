using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Engine;

/// <summary>Makes the plan of a recorded run: secrets are removed, the order is stable.</summary>
internal static class PlanBuilder
{
    public static DeploymentPlan Build(RunRequest run, Recorder recorder, SecretMask mask)
    {
        var values = new PlanValueReader(mask);
        var resources = InStableOrder(recorder.Resources).ConvertAll(resource => ToPlan(resource, recorder.Packages, values));
        // A value that no table computes is unknown to the program. The plan at least shows where it comes from.
        if (!run.Unknowns && run.Prior is null)
            resources = resources.ConvertAll(resource => resource with { Inputs = WithOrigins(resource) });
        var stack = recorder.StackUrn is { } urn ? recorder.Resources[urn] : null;
        return new DeploymentPlan
        {
            Project = run.Project,
            Stack = run.Stack,
            Config = new SortedDictionary<string, string>(
                run.Config.ToDictionary(
                    entry => entry.Key,
                    entry => entry.Value.IsSecret ? PlanValue.Masked : mask.Apply(entry.Value.Text)
                ),
                StringComparer.Ordinal
            ),
            Resources = resources,
            Outputs = values.Read(stack?.RegisteredOutputs),
            Diagnostics = InOrder([.. recorder.Diagnostics.Select(said => said with { Message = mask.Apply(said.Message) })]),
        };
    }

    /// <summary>
    /// The messages of a run, with the warnings sorted and the errors last. The official SDK sends each message in a task of its own, so
    /// they arrive in any order (pulumi/pulumi-dotnet, sdk/Pulumi/Deployment/Deployment.EngineLogger.cs), but the same program must print
    /// the same warnings in the same order. Errors stay as they arrived: later ones often follow from the first.
    /// </summary>
    internal static IReadOnlyList<Diagnostic> InOrder(IReadOnlyList<Diagnostic> arrived) =>
        [
            .. arrived.Where(said => said.Severity < Severity.Warning),
            .. arrived
                .Where(said => said.Severity == Severity.Warning)
                .OrderBy(said => said.Urn, StringComparer.Ordinal)
                .ThenBy(said => said.Message, StringComparer.Ordinal),
            .. arrived.Where(said => said.Severity > Severity.Warning),
        ];

    /// <summary>The resource as a plan has it.</summary>
    public static PlanResource ToPlan(RecordedResource resource, PackageRegistry packages, PlanValueReader values)
    {
        var request = resource.Request;
        return new PlanResource
        {
            Urn = resource.Urn,
            Type = request.Type,
            Name = request.Name,
            IsCustom = request.Custom,
            IsRead = resource.IsRead,
            Parent = NullIfEmpty(request.Parent),
            Provider = NullIfEmpty(request.Provider),
            Id = resource.Id.Length == 0 ? null : ((PlanText)values.Read(Value.ForString(resource.Id))).Text,
            Inputs = values.Read(request.Object),
            Outputs = values.Read(resource.RegisteredOutputs ?? resource.State),
            Dependencies = Sorted(request.Dependencies),
            PropertyDependencies = new SortedDictionary<string, IReadOnlyList<string>>(
                request.PropertyDependencies.ToDictionary(entry => entry.Key, entry => Sorted(entry.Value.Urns)),
                StringComparer.Ordinal
            ),
            Options = new PlanOptions
            {
                Protect = request.Protect,
                RetainOnDelete = request.RetainOnDelete,
                DeleteBeforeReplace = request.DeleteBeforeReplaceDefined ? request.DeleteBeforeReplace : null,
                IgnoreChanges = [.. request.IgnoreChanges],
                ReplaceOnChanges = [.. request.ReplaceOnChanges],
                AdditionalSecretOutputs = [.. request.AdditionalSecretOutputs],
                Aliases = resource.Aliases,
                CustomTimeouts = Timeouts(request.CustomTimeouts),
                DeletedWith = NullIfEmpty(request.DeletedWith),
                ReplaceWith = Sorted(request.ReplaceWith),
                ImportId = NullIfEmpty(request.ImportId),
                ReplacementTrigger = request.ReplacementTrigger
                    is null
                        or { KindCase: Value.KindOneofCase.NullValue or Value.KindOneofCase.None }
                    ? null
                    : values.Read(request.ReplacementTrigger),
                Version = NullIfEmpty(request.Version),
                PluginDownloadUrl = NullIfEmpty(request.PluginDownloadURL),
                Package = packages.Find(request.PackageRef),
                Providers = new SortedDictionary<string, string>(request.Providers, StringComparer.Ordinal),
            },
        };
    }

    private static PlanMap WithOrigins(PlanResource resource)
    {
        if (!resource.Inputs.Entries.Values.Any(HasUnknown))
            return resource.Inputs;
        var entries = new SortedDictionary<string, PlanValue>(StringComparer.Ordinal);
        foreach (var (key, value) in resource.Inputs.Entries)
        {
            var origins = resource.PropertyDependencies.GetValueOrDefault(key, []).Select(urn => $"{Urn.Name(urn)}.?").Distinct().ToList();
            entries[key] = origins.Count == 0 ? value : Named(value, new PlanText($"<{string.Join(", ", origins)}>"));
        }
        return new PlanMap(entries);
    }

    private static bool HasUnknown(PlanValue value) =>
        value switch
        {
            PlanUnknown => true,
            PlanList list => list.Items.Any(HasUnknown),
            PlanMap map => map.Entries.Values.Any(HasUnknown),
            _ => false,
        };

    private static PlanValue Named(PlanValue value, PlanText origin) =>
        value switch
        {
            PlanUnknown => origin,
            PlanList list => new PlanList([.. list.Items.Select(item => Named(item, origin))]),
            PlanMap map => new PlanMap(
                new SortedDictionary<string, PlanValue>(
                    map.Entries.ToDictionary(entry => entry.Key, entry => Named(entry.Value, origin)),
                    StringComparer.Ordinal
                )
            ),
            _ => value,
        };

    // Programs register in parallel, so the order of arrival differs from run to run. This is a topological order that
    // takes the smallest URN of those that are ready.
    private static List<RecordedResource> InStableOrder(IReadOnlyDictionary<string, RecordedResource> resources)
    {
        var waiting = new Dictionary<string, int>(StringComparer.Ordinal);
        var dependents = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var ready = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (urn, resource) in resources)
        {
            var needs = resource
                .Request.Dependencies.Append(resource.Request.Parent)
                .Where(resources.ContainsKey)
                .Distinct(StringComparer.Ordinal)
                .ToList();
            waiting[urn] = needs.Count;
            if (needs.Count == 0)
                ready.Add(urn);
            foreach (var need in needs)
            {
                if (!dependents.TryGetValue(need, out var list))
                    dependents[need] = list = [];
                list.Add(urn);
            }
        }
        var ordered = new List<RecordedResource>(resources.Count);
        while (ready.Min is { } next)
        {
            ready.Remove(next);
            ordered.Add(resources[next]);
            foreach (var dependent in dependents.GetValueOrDefault(next, []))
                if (--waiting[dependent] == 0)
                    ready.Add(dependent);
        }
        return ordered;
    }

    private static SortedDictionary<string, string> Timeouts(Pulumirpc.RegisterResourceRequest.Types.CustomTimeouts? timeouts)
    {
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (timeouts is null)
            return result;
        foreach (
            var (operation, duration) in new[]
            {
                ("create", timeouts.Create),
                ("update", timeouts.Update),
                ("delete", timeouts.Delete),
                ("read", timeouts.Read),
            }
        )
            if (duration.Length > 0)
                result[operation] = duration;
        return result;
    }

    private static IReadOnlyList<string> Sorted(IEnumerable<string> urns) => [.. urns.Order(StringComparer.Ordinal)];

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
