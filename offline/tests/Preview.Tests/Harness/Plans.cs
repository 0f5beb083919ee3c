using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Tests.Harness;

/// <summary>Builds plans without running a program.</summary>
internal static class Plans
{
    private const string Prefix = "urn:pulumi:staging::shop::";

    public static DeploymentPlan Of(params PlanResource[] resources) =>
        new()
        {
            Project = "shop",
            Stack = "staging",
            Config = new Dictionary<string, string>(),
            Resources = resources,
            Outputs = PlanMap.Empty,
            Diagnostics = [],
        };

    public static PlanResource Resource(string type, string name, params (string Key, PlanValue Value)[] inputs) =>
        new()
        {
            Urn = $"{Prefix}{type}::{name}",
            Type = type,
            Name = name,
            IsCustom = true,
            Inputs = Map(inputs),
            Outputs = PlanMap.Empty,
        };

    public static PlanResource Component(string type, string name) => Resource(type, name) with { IsCustom = false };

    public static PlanResource Under(this PlanResource resource, PlanResource parent) => resource with { Parent = parent.Urn };

    /// <summary>The resource with properties that are made from other resources.</summary>
    public static PlanResource Needing(this PlanResource resource, params (string Property, PlanResource Needed)[] needs) =>
        resource with
        {
            Dependencies = [.. needs.Select(need => need.Needed.Urn).Order(StringComparer.Ordinal)],
            PropertyDependencies = needs
                .GroupBy(need => need.Property)
                .ToDictionary(need => need.Key, need => (IReadOnlyList<string>)[.. need.Select(one => one.Needed.Urn)]),
        };

    public static PlanMap Map(params (string Key, PlanValue Value)[] entries) =>
        new(
            new SortedDictionary<string, PlanValue>(entries.ToDictionary(entry => entry.Key, entry => entry.Value), StringComparer.Ordinal)
        );

    public static PlanList List(params PlanValue[] items) => new(items);

    public static PlanText Text(string text) => new(text);

    public static PlanSecret Secret(string text) => new(SecretMask.Fingerprint(text));
}
