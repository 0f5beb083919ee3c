namespace Pulumi;

/// <summary>Options of a resource that a provider manages.</summary>
public sealed class CustomResourceOptions : ResourceOptions
{
    private List<string>? additionalSecretOutputs;
    private Dictionary<string, string>? envVarMappings;

    /// <summary>Whether a replacement deletes the old resource before it creates the new one. If null, the provider decides.</summary>
    public bool? DeleteBeforeReplace { get; set; }

    /// <summary>Names of outputs that are secrets although the provider does not mark them.</summary>
    public List<string> AdditionalSecretOutputs
    {
        get => additionalSecretOutputs ??= [];
        set => additionalSecretOutputs = value;
    }

    /// <summary>The id of an existing cloud resource to import.</summary>
    public string? ImportId { get; set; }

    /// <summary>Environment variables that a provider reads under another name, from the new name to the old one.</summary>
    public Dictionary<string, string> EnvVarMappings
    {
        get => envVarMappings ??= [];
        set => envVarMappings = value;
    }

    /// <summary>New options: a single value is the second's if set there, and a list has the first's items, then the second's.</summary>
    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        var merged = options1?.Copy() ?? new CustomResourceOptions();
        if (options2 == null)
            return merged;

        merged.TakeFrom(options2);
        merged.DeleteBeforeReplace = options2.DeleteBeforeReplace ?? merged.DeleteBeforeReplace;
        merged.ImportId = options2.ImportId ?? merged.ImportId;
        merged.AdditionalSecretOutputs.AddRange(options2.AdditionalSecretOutputs);
        foreach (var (name, variable) in options2.EnvVarMappings)
            merged.EnvVarMappings[name] = variable;
        return merged;
    }

    internal override ResourceOptions Clone()
    {
        var copy = Copy();
        copy.EnvVarMappings = new(EnvVarMappings);
        return copy;
    }

    /// <summary>
    /// A copy with the same mappings: as in the official SDK (ResourceOptions_Copy.cs), merging adds to the first options' too.
    /// </summary>
    private CustomResourceOptions Copy() =>
        CopyTo(
            new CustomResourceOptions
            {
                DeleteBeforeReplace = DeleteBeforeReplace,
                AdditionalSecretOutputs = [.. AdditionalSecretOutputs],
                ImportId = ImportId,
                EnvVarMappings = EnvVarMappings,
            }
        );
}
