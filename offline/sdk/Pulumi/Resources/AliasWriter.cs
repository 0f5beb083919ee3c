namespace Pulumi;

/// <summary>Converts aliases to their form on the wire.</summary>
internal static class AliasWriter
{
    /// <summary>Leaves out aliases that are still unknown.</summary>
    public static async Task<IReadOnlyCollection<AliasSpec>> WriteAsync(IEnumerable<Input<Alias>> aliases)
    {
        var specs = new List<AliasSpec>();
        foreach (var alias in aliases)
        {
            var data = await alias.ToOutput().DataTask.ConfigureAwait(false);
            if (data.IsKnown)
                specs.Add(await WriteAsync(data.ValueAs<Alias>()).ConfigureAwait(false));
        }

        return specs;
    }

    private static async Task<AliasSpec> WriteAsync(Alias alias)
    {
        if (alias.Urn != null)
            return new AliasSpec { Urn = alias.Urn };

        var parent = alias.Parent?.Urn ?? alias.ParentUrn?.ToOutput();
        var parentUrn = parent == null ? null : await parent.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        return new AliasSpec
        {
            Name = await ReadAsync(alias.Name).ConfigureAwait(false),
            Type = await ReadAsync(alias.Type).ConfigureAwait(false),
            Stack = await ReadAsync(alias.Stack).ConfigureAwait(false),
            Project = await ReadAsync(alias.Project).ConfigureAwait(false),
            ParentUrn = string.IsNullOrEmpty(parentUrn) ? null : parentUrn,
            NoParent = parent == null ? alias.NoParent : null,
        };
    }

    private static async Task<string> ReadAsync(Input<string>? part) =>
        part == null ? "" : await part.ToOutput().GetValueAsync(whenUnknown: "").ConfigureAwait(false);
}
