namespace Pulumi.Standin;

/// <summary>The options that a provider package adds to those that a program gives.</summary>
internal static class ResourceDefaults
{
    /// <param name="id">The id of the resource to look up; empty for one to create, whatever the options say.</param>
    /// <param name="aliases">The type tokens that the resource had before.</param>
    internal static CustomResourceOptions Merge(
        CustomResourceOptions? given,
        Input<string>? id,
        string[]? secretOutputs = null,
        string[]? aliases = null,
        string[]? replaceOnChanges = null
    )
    {
        var defaults = new CustomResourceOptions { Version = PackageFacts.Version, PluginDownloadURL = PackageFacts.PluginDownloadUrl };
        foreach (var property in secretOutputs ?? [])
            defaults.AdditionalSecretOutputs.Add(property);
        foreach (var type in aliases ?? [])
            defaults.Aliases.Add(new global::Pulumi.Alias { Type = type });
        foreach (var property in replaceOnChanges ?? [])
            defaults.ReplaceOnChanges.Add(property);

        var merged = CustomResourceOptions.Merge(defaults, given);
        merged.Id = id ?? merged.Id;
        return merged;
    }

    internal static InvokeOptions Merge(InvokeOptions? given)
    {
        var merged = given ?? new InvokeOptions();
        merged.Version ??= PackageFacts.Version;
        merged.PluginDownloadURL ??= PackageFacts.PluginDownloadUrl;
        return merged;
    }

    internal static InvokeOutputOptions Merge(InvokeOutputOptions given)
    {
        given.Version ??= PackageFacts.Version;
        given.PluginDownloadURL ??= PackageFacts.PluginDownloadUrl;
        return given;
    }
}
