using System.Collections.Immutable;

namespace PmCrm.Components.Common;

/// <summary>
/// Labels of Kubernetes objects: the platform's own, and those that Kubernetes recommends
/// (https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/).
/// </summary>
internal static class KubernetesLabels
{
    /// <summary>Kubernetes' recommended label for the name of what the object belongs to.</summary>
    public const string NameKey = "app.kubernetes.io/name";

    /// <summary>Kubernetes' recommended label that tells two installations of the same thing apart.</summary>
    public const string InstanceKey = "app.kubernetes.io/instance";

    /// <summary>Kubernetes' recommended label for an object's role.</summary>
    public const string ComponentKey = "app.kubernetes.io/component";

    /// <summary>Kubernetes' recommended label for the application that an object is part of.</summary>
    public const string PartOfKey = "app.kubernetes.io/part-of";

    /// <summary>Kubernetes' recommended label for the tool that owns an object.</summary>
    public const string ManagedByKey = "app.kubernetes.io/managed-by";

    /// <summary>Label that Kubernetes gives every namespace: its name.</summary>
    public const string NamespaceNameKey = "kubernetes.io/metadata.name";

    /// <summary>The labels that select a workload's pods.</summary>
    public static ImmutableDictionary<string, string> Selector(string workload) =>
        ImmutableDictionary<string, string>.Empty.Add(ResourceLabels.ApplicationKey, workload);

    /// <summary>Labels of a workload's objects and pods.</summary>
    public static ImmutableDictionary<string, string> Of(ResourceLabels labels, string workload) =>
        Of(labels).SetItem(ResourceLabels.ApplicationKey, workload).SetItem(NameKey, workload);

    /// <summary>Labels of objects that do not belong to one workload.</summary>
    public static ImmutableDictionary<string, string> Of(ResourceLabels labels) =>
        labels
            .Values.Add(NameKey, ResourceLabels.Application)
            .Add(InstanceKey, $"{ResourceLabels.Application}-{labels.Environment}")
            .Add(PartOfKey, ResourceLabels.Application)
            .Add(ManagedByKey, labels.Values[ResourceLabels.ManagedByKey]);
}
