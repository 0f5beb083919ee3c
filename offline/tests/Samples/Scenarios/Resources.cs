using System.Collections.Immutable;
using Pulumi;

namespace PmCrm.Samples.Scenarios;

/// <summary>A resource of any type with any properties.</summary>
public sealed class Thing : CustomResource
{
    public Thing(string type, string name, Dictionary<string, object?> properties, CustomResourceOptions? options = null)
        : base(type, name, new DictionaryResourceArgs(properties.ToImmutableDictionary()), options) { }

    [Output("result")]
    public Output<string> Result { get; private set; } = null!;

    [Output("privateIpAddress")]
    public Output<string> PrivateIpAddress { get; private set; } = null!;

    [Output("name")]
    public Output<string> Name { get; private set; } = null!;
}

/// <summary>A component with children named after it.</summary>
public sealed class Group : ComponentResource
{
    public Group(string name, ComponentResourceOptions? options = null)
        : base("sample:shop:Group", name, options) { }

    public void Done(Dictionary<string, object?> outputs) => RegisterOutputs(outputs);
}

/// <summary>A resource of a parameterized package.</summary>
public sealed class Made : CustomResource
{
    public Made(string package, string version, byte[] parameter)
        : base(
            $"{package}:index/service:Service",
            package,
            ResourceArgs.Empty,
            null,
            new RegisterPackageRequest("terraform-provider", "1.1.3", "", parameterization: new(package, version, parameter))
        ) { }
}
