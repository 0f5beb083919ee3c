namespace Pulumi;

/// <summary>The former URNs of a resource, and of what is below it.</summary>
internal static class Aliases
{
    /// <exception cref="ArgumentException">When awaited, if the alias contradicts itself.</exception>
    public static Output<string> ToUrn(Input<Alias> alias, string name, string type, Resource? parent) =>
        alias
            .ToOutput()
            .Apply(given =>
            {
                Check(given);
                if (given.Urn != null)
                    return Output.Create(given.Urn);

                var movedParent = given.Parent != null || given.ParentUrn != null || given.NoParent;
                return Urn.Create(
                    given.Name ?? name,
                    given.Type ?? type,
                    movedParent ? given.Parent : parent,
                    given.ParentUrn,
                    given.Project,
                    given.Stack
                );
            });

    /// <summary>All former URNs, also those from former identities of the parent.</summary>
    public static IEnumerable<Output<string>> AllUrns(Resource resource, ResourceOptions options)
    {
        var name = resource.GetResourceName();
        var type = resource.GetResourceType();
        var own = options.Aliases.Select(alias => ToUrn(alias, name, type, options.Parent)).ToArray();
        if (options.Parent is not { } parent)
            return own;

        var parentName = parent.GetResourceName();
        return own.Concat(
            parent.AliasUrns.SelectMany(parentAlias =>
                own.Select(urn => urn.Apply(text => Inherit(NameOf(text), TypeOf(text), parentName, parentAlias)))
                    .Prepend(Inherit(name, type, parentName, parentAlias))
            )
        );
    }

    /// <summary>A child named from its parent's name was named from the parent's former name.</summary>
    private static Output<string> Inherit(string name, string type, string parentName, Output<string> parentAlias)
    {
        var formerName = name.StartsWith(parentName, StringComparison.Ordinal)
            ? parentAlias.Apply(urn => NameOf(urn) + name[parentName.Length..])
            : Output.Create(name);
        return Urn.Create(formerName, type, parentUrn: parentAlias);
    }

    private static string NameOf(string urn) => urn[(urn.LastIndexOf("::", StringComparison.Ordinal) + 2)..];

    private static string TypeOf(string urn) => urn.Split("::")[2].Split('$')[^1];

    private static void Check(Alias alias)
    {
        var parents = (alias.Parent != null ? 1 : 0) + (alias.ParentUrn != null ? 1 : 0) + (alias.NoParent ? 1 : 0);
        if (parents > 1)
            throw new ArgumentException("An Alias takes only one of Parent, ParentUrn and NoParent.");
        if (alias.Urn != null && (parents > 0 || (alias.Name ?? alias.Type ?? alias.Project ?? alias.Stack) != null))
            throw new ArgumentException("An Alias takes a Urn or the parts of one, not both.");
    }
}
