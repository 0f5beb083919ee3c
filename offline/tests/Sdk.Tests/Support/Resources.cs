using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;

namespace PmCrm.Sdk.Tests.Support;

/// <summary>A resource with one argument of each kind, as a provider package would declare it.</summary>
[ResourceType("test:index:Thing", null)]
public class Thing : CustomResource
{
    public const string Token = "test:index:Thing";

    public Thing(string name, ThingArgs? args = null, CustomResourceOptions? options = null)
        : base(Token, name, args ?? new ThingArgs(), options) { }

    [Output("text")]
    public Output<string> Text { get; private set; } = null!;

    [Output("number")]
    public Output<int> Number { get; private set; } = null!;

    [Output("ratio")]
    public Output<double?> Ratio { get; private set; } = null!;

    [Output("flag")]
    public Output<bool?> Flag { get; private set; } = null!;

    [Output("tags")]
    public Output<ImmutableDictionary<string, string>?> Tags { get; private set; } = null!;

    [Output("parts")]
    public Output<ImmutableArray<PartResult>> Parts { get; private set; } = null!;

    [Output("size")]
    public Output<Size?> Size { get; private set; } = null!;

    [Output("either")]
    public Output<Union<string, int>> Either { get; private set; } = null!;

    [Output("other")]
    public Output<Thing?> Other { get; private set; } = null!;

    [Output("source")]
    public Output<AssetOrArchive?> Source { get; private set; } = null!;

    [Output("anything")]
    public Output<object?> Anything { get; private set; } = null!;

    [Output("document")]
    public Output<JsonElement> Document { get; private set; } = null!;
}

public class ThingArgs : ResourceArgs
{
    private Input<string>? password;
    private InputMap<string>? secrets;
    private InputList<string>? list;
    private InputMap<string>? map;

    [Input("text")]
    public Input<string>? Text { get; set; }

    [Input("number")]
    public Input<int>? Number { get; set; }

    [Input("ratio")]
    public Input<double>? Ratio { get; set; }

    [Input("flag")]
    public Input<bool>? Flag { get; set; }

    [Input("list")]
    public InputList<string> List
    {
        get => list ??= new InputList<string>();
        set => list = value;
    }

    [Input("map")]
    public InputMap<string> Map
    {
        get => map ??= new InputMap<string>();
        set => map = value;
    }

    [Input("part")]
    public Input<PartArgs>? Part { get; set; }

    [Input("either")]
    public InputUnion<string, int>? Either { get; set; }

    [Input("size")]
    public Input<Size>? Size { get; set; }

    [Input("source")]
    public Input<AssetOrArchive>? Source { get; set; }

    [Input("other")]
    public Input<Thing>? Other { get; set; }

    [Input("document", json: true)]
    public InputMap<object>? Document { get; set; }

    [Input("anything")]
    public Input<object>? Anything { get; set; }

    [Input("free")]
    public InputJson? Free { get; set; }

    /// <summary>Wrapped as a secret, the way the provider packages do it.</summary>
    [Input("password")]
    public Input<string>? Password
    {
        get => password;
        set
        {
            var emptySecret = Output.CreateSecret(0);
            password = Output.Tuple<Input<string>?, int>(value, emptySecret).Apply(t => t.Item1);
        }
    }

    /// <inheritdoc cref="Password"/>
    [Input("secrets")]
    public InputMap<string> Secrets
    {
        get => secrets ??= new InputMap<string>();
        set
        {
            var emptySecret = Output.CreateSecret(ImmutableDictionary.Create<string, string>());
            secrets = Output.All(value, emptySecret).Apply(v => v[0]);
        }
    }
}

public class PartArgs : ResourceArgs
{
    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    [Input("count")]
    public Input<int>? Count { get; set; }
}

[OutputType]
public sealed class PartResult
{
    public readonly string Name;
    public readonly int? Count;
    public readonly ImmutableArray<string> Labels;

    [OutputConstructor]
    private PartResult(string name, [OutputConstructorParameter("partCount")] int? count, ImmutableArray<string> labels)
    {
        Name = name;
        Count = count;
        Labels = labels;
    }
}

[EnumType]
public readonly struct Size : IEquatable<Size>
{
    private readonly string value;

    private Size(string value) => this.value = value;

    public static Size Small { get; } = new("small");

    public static Size Large { get; } = new("large");

    public static bool operator ==(Size left, Size right) => left.Equals(right);

    public static bool operator !=(Size left, Size right) => !left.Equals(right);

    public static explicit operator string(Size size) => size.value;

    public override bool Equals(object? obj) => obj is Size other && Equals(other);

    public bool Equals(Size other) => value == other.value;

    public override int GetHashCode() => value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => value;
}

public class Group : ComponentResource
{
    public const string Token = "test:index:Group";

    public Group(string name, ComponentResourceOptions? options = null)
        : base(Token, name, options) { }

    [Output("theName")]
    public Output<string>? Named { get; set; }

    [Output]
    public Output<int>? AsWritten { get; set; }

    public void Register() => RegisterOutputs();

    public void Register(IDictionary<string, object?> outputs) => RegisterOutputs(outputs);
}

public class TestProvider : ProviderResource
{
    public TestProvider(string name, CustomResourceOptions? options = null)
        : base("test", name, ResourceArgs.Empty, options) { }
}

public class RemoteGroup : ComponentResource
{
    public RemoteGroup(string name, ThingArgs args, ComponentResourceOptions? options = null)
        : base("test:index:RemoteGroup", name, args, options, remote: true) { }

    [Output("endpoint")]
    public Output<string> Endpoint { get; private set; } = null!;
}
