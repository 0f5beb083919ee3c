using System.Reflection;
using PmCrm.Components.Common;
using PmCrm.Preview.Plan;
using Pulumi;

namespace PmCrm.Stacks.Tests.Plan;

/// <summary>Labels for application, environment and managing tool on every resource that supports labels (CKV_GCP_21).</summary>
public sealed class LabelTests
{
    private const string ObjectLabels = "metadata.labels";
    private const string PartOfKey = "app.kubernetes.io/part-of";

    private static readonly Dictionary<string, Type> GoogleTypes = typeof(Pulumi.Gcp.Provider)
        .Assembly.GetExportedTypes()
        .Select(type => (Type: type, Token: type.GetCustomAttribute<ResourceTypeAttribute>()?.Type))
        .Where(type => type.Token is not null)
        .ToDictionary(type => type.Token!, type => type.Type);

    /// <summary>Path of a type's labels, where it is not at the top level.</summary>
    private static readonly Dictionary<string, string> Nested = new()
    {
        ["DatabaseInstance"] = "settings.userLabels",
        ["NodePool"] = "nodeConfig.resourceLabels",
    };

    public static TheoryData<string> Stacks => ["staging", "production"];

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Everything_at_Google_that_takes_labels_carries_them(string stack)
    {
        var labelled = (await PlannedStack.OfAsync(stack))
            .Plan.Resources.Where(resource => resource is { IsCustom: true, IsProvider: false, Package: "gcp" })
            .Select(resource => (Resource: resource, Path: PathOf(resource)))
            .Where(resource => resource.Path is not null)
            .ToList();
        Assert.Contains(labelled, resource => resource.Resource.ShortType == "Cluster");
        foreach (var (resource, path) in labelled)
            ShouldCarry(stack, resource, path!, ResourceLabels.ApplicationKey);
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Everything_in_the_cluster_carries_them(string stack)
    {
        var objects = (await PlannedStack.OfAsync(stack))
            .Plan.Resources.Where(resource =>
                resource is { IsCustom: true, IsProvider: false, Package: "kubernetes", ShortType: not "Release" }
            )
            .ToList();
        Assert.NotEmpty(objects);
        foreach (var resource in objects)
        {
            // Where "app" selects a workload, the application is in Kubernetes' own key "part-of".
            var isPart = resource.Inputs.At($"{ObjectLabels}[\"{PartOfKey}\"]") is not null;
            ShouldCarry(stack, resource, ObjectLabels, isPart ? PartOfKey : ResourceLabels.ApplicationKey);
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task The_provider_adds_no_label_of_its_own(string stack) =>
        Assert.Equal(
            new PlanBool(false),
            (await PlannedStack.OfAsync(stack)).Only("gcp", "google").Inputs["addPulumiAttributionLabel"] switch
            {
                PlanText { Text: "false" } => new PlanBool(false), // a provider's settings travel as JSON text
                var value => value,
            }
        );

    private static string? PathOf(PlanResource resource)
    {
        if (Nested.TryGetValue(resource.ShortType, out var nested))
            return nested;
        var outputs = GoogleTypes[resource.Type]
            .GetProperties()
            .Select(property => property.GetCustomAttribute<OutputAttribute>()?.Name)
            .ToHashSet();
        // Where there are both, "labels" is something else: a notification channel's address.
        return new[] { "resourceLabels", "userLabels", "labels" }.FirstOrDefault(outputs.Contains);
    }

    private static void ShouldCarry(string stack, PlanResource resource, string path, string applicationKey)
    {
        foreach (var (key, value) in new[] { (applicationKey, "pmcrm"), ("env", stack), ("managed-by", "pulumi") })
        {
            var label = resource.Inputs.At($"{path}[\"{key}\"]");
            Assert.True(
                label is PlanText { Text: var text } && text == value,
                $"{resource.Type} {resource.Name}: {path} has {key} {label}, expected {value}"
            );
        }
    }
}
