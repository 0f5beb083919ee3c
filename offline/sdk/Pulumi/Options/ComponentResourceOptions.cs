namespace Pulumi;

/// <summary>Options of a component.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    private List<ProviderResource>? providers;

    /// <summary>The providers for everything below the component, at most one per package.</summary>
    public List<ProviderResource> Providers
    {
        get => providers ??= [];
        set => providers = value;
    }

    /// <summary>
    /// New options: a single value is the second's if set there, and a list has the first's items, then the second's. Of two providers for
    /// one package, the later one is kept.
    /// </summary>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var merged = options1?.Copy() ?? new ComponentResourceOptions();
        if (options2 != null)
            merged.TakeFrom(options2);

        var all = merged.Providers.Concat(options2?.Providers ?? []).ToList();
        merged.Providers = all.Where((provider, index) => !all.Skip(index + 1).Any(later => later.Package == provider.Package)).ToList();
        return merged;
    }

    internal override ResourceOptions Clone() => Copy();

    private ComponentResourceOptions Copy() => CopyTo(new ComponentResourceOptions { Providers = [.. Providers] });
}
