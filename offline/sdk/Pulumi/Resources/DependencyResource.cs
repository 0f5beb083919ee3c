namespace Pulumi;

/// <summary>A resource that is known by its URN only.</summary>
internal sealed class DependencyResource : CustomResource
{
    public DependencyResource(string urn)
        : base("", "") => Urn = new Output<string>(new OutputData(urn, IsKnown: true, IsSecret: false, [this]));
}

/// <summary>A provider that is known by its wire reference only.</summary>
internal sealed class DependencyProviderResource : ProviderResource
{
    public DependencyProviderResource(string reference)
        : base(PackageOf(reference))
    {
        var end = reference.LastIndexOf("::", StringComparison.Ordinal);
        Urn = new Output<string>(new OutputData(reference[..end], IsKnown: true, IsSecret: false, [this]));
        Id = new Output<string>(new OutputData(reference[(end + 2)..], IsKnown: true, IsSecret: false, [this]));
    }

    private static string PackageOf(string reference)
    {
        if (reference.Split("::") is not [_, _, var types, _, _, ..])
            throw new ArgumentException($"'{reference}' is not a provider reference; expected: a URN, then '::' and an id.");
        return types.Split('$')[^1].Split(':') is [_, _, var package, ..] ? package : "";
    }
}
