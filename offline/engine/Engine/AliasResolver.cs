using PmCrm.Preview.Plan;
using Pulumirpc;

namespace PmCrm.Preview.Engine;

/// <summary>
/// Works out the former URNs of a resource. An alias may name a whole URN or only what differed (name, type, parent,
/// project, stack). A resource whose parent had another identity had another URN too.
/// </summary>
internal static class AliasResolver
{
    public static List<string> Resolve(string stack, string project, string urn, RegisterResourceRequest request, RecordedResource? parent)
    {
        var own = new List<string>(request.AliasURNs);
        foreach (var alias in request.Aliases)
        {
            if (alias.AliasCase == Alias.AliasOneofCase.Urn)
                own.Add(alias.Urn);
            else
                own.AddRange(FromSpec(stack, project, request, alias.Spec, parent));
        }
        // A child of a renamed parent was registered under the parent's old identity, by its own old or new name.
        var identities = own.Select(old => (Type: Urn.Type(old), Name: Urn.Name(old)))
            .Append((request.Type, request.Name))
            .Distinct()
            .ToList();
        foreach (var oldParent in parent?.Aliases ?? [])
        foreach (var (type, name) in identities)
            own.Add(Urn.For(Urn.Stack(oldParent), Urn.Project(oldParent), oldParent, type, Renamed(name, parent!, oldParent)));
        return [.. own.Where(alias => alias != urn).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> FromSpec(
        string stack,
        string project,
        RegisterResourceRequest request,
        Alias.Types.Spec spec,
        RecordedResource? parent
    )
    {
        var name = spec.Name.Length > 0 ? spec.Name : request.Name;
        var type = spec.Type.Length > 0 ? spec.Type : request.Type;
        var oldParent = spec.ParentCase switch
        {
            Alias.Types.Spec.ParentOneofCase.ParentUrn => spec.ParentUrn,
            Alias.Types.Spec.ParentOneofCase.NoParent => null,
            _ => parent?.Urn,
        };
        yield return Urn.For(
            spec.Stack.Length > 0 ? spec.Stack : stack,
            spec.Project.Length > 0 ? spec.Project : project,
            oldParent,
            type,
            name
        );
    }

    // By convention a child's name starts with its parent's name, and then both changed together.
    private static string Renamed(string name, RecordedResource parent, string oldParent)
    {
        var newName = parent.Request.Name;
        return name.StartsWith(newName, StringComparison.Ordinal) ? Urn.Name(oldParent) + name[newName.Length..] : name;
    }
}
