using PmCrm.Preview.Plan;
using Pulumirpc;

namespace PmCrm.Preview.Engine;

/// <summary>
/// Works out the former URNs of a resource. An alias may name a whole URN or only what differed (name, type, parent,
/// project, stack). A resource whose parent had another identity had another URN too, in the order in which the engine looks for them
/// (pulumi/pulumi, pkg/resource/deploy/step_generator.go, generateAliases). There, the parent has at most one former URN: the one under
/// which it was deployed. Here, what is deployed is not known yet, so each alias says which of them it belongs to.
/// </summary>
internal sealed class AliasResolver(string stack, string project, IReadOnlyDictionary<string, RecordedResource> resources)
{
    public List<PlanAlias> Resolve(string urn, RegisterResourceRequest request)
    {
        var own = new List<PlanAlias>(request.AliasURNs.Select(alias => new PlanAlias(alias)));
        foreach (var alias in request.Aliases)
        {
            if (alias.AliasCase == Alias.AliasOneofCase.Urn)
                own.Add(alias.Urn);
            else
                own.AddRange(FromSpec(request, alias.Spec));
        }
        return [.. own.Concat(Inherited(request, own)).Where(alias => alias.Urn != urn).Distinct()];
    }

    // A child of a renamed parent was registered under the parent's old identity, by its own old or new name.
    private IEnumerable<PlanAlias> Inherited(RegisterResourceRequest request, List<PlanAlias> own)
    {
        var identities = own.Select(old => (Type: Urn.Type(old.Urn), Name: Urn.Name(old.Urn)))
            .Prepend((request.Type, request.Name))
            .Distinct()
            .ToList();
        foreach (var oldParent in FormerUrns(request.Parent))
        foreach (var (type, name) in identities)
            yield return new PlanAlias(
                Urn.For(stack, project, oldParent, type, Renamed(name, Urn.Name(request.Parent), oldParent)),
                new AliasCondition(request.Parent, oldParent)
            );
    }

    private IEnumerable<PlanAlias> FromSpec(RegisterResourceRequest request, Alias.Types.Spec spec)
    {
        // Of a parent that the alias names, the former URN counts if it has one (collapseAliasToUrn).
        if (spec.ParentCase == Alias.Types.Spec.ParentOneofCase.ParentUrn)
        {
            var former = FormerUrns(spec.ParentUrn).ToList();
            yield return new PlanAlias(Under(spec.ParentUrn), former.Count == 0 ? null : new AliasCondition(spec.ParentUrn, null));
            foreach (var oldParent in former)
                yield return new PlanAlias(Under(oldParent), new AliasCondition(spec.ParentUrn, oldParent));
        }
        else
            yield return Under(spec.NoParent ? null : request.Parent);

        string Under(string? parent) =>
            Urn.For(
                spec.Stack.Length > 0 ? spec.Stack : stack,
                spec.Project.Length > 0 ? spec.Project : project,
                parent,
                spec.Type.Length > 0 ? spec.Type : request.Type,
                spec.Name.Length > 0 ? spec.Name : request.Name
            );
    }

    private IEnumerable<string> FormerUrns(string urn) =>
        resources.TryGetValue(urn, out var resource) ? resource.Aliases.Select(alias => alias.Urn).Distinct(StringComparer.Ordinal) : [];

    // By convention a child's name starts with its parent's name, and then both changed together.
    private static string Renamed(string name, string parent, string oldParent) =>
        name.StartsWith(parent, StringComparison.Ordinal) ? Urn.Name(oldParent) + name[parent.Length..] : name;
}
