using Pulumi;

namespace PmCrm.Samples.Shapes;

/// <summary>A resource of no real provider, with a property of every kind of wire value.</summary>
[SampleResourceType("sample:index:Thing")]
public sealed class Thing : CustomResource
{
    [Output("text")]
    public Output<string> Text { get; private set; } = null!;

    [Output("number")]
    public Output<int> Number { get; private set; } = null!;

    [Output("ratio")]
    public Output<double?> Ratio { get; private set; } = null!;

    [Output("flag")]
    public Output<bool> Flag { get; private set; } = null!;

    [Output("items")]
    public Output<System.Collections.Immutable.ImmutableArray<string>> Items { get; private set; } = null!;

    [Output("labels")]
    public Output<System.Collections.Immutable.ImmutableDictionary<string, string>?> Labels { get; private set; } = null!;

    [Output("nested")]
    public Output<Part?> Nested { get; private set; } = null!;

    [Output("anything")]
    public Output<object?> Anything { get; private set; } = null!;

    [Output("computed")]
    public Output<string> Computed { get; private set; } = null!;

    [Output("computedSecret")]
    public Output<string> ComputedSecret { get; private set; } = null!;

    [Output("size")]
    public Output<Size?> Size { get; private set; } = null!;

    [Output("peer")]
    public Output<Resource?> Peer { get; private set; } = null!;

    public Thing(string name, ThingArgs? args = null, CustomResourceOptions? options = null)
        : base("sample:index:Thing", name, args ?? new ThingArgs(), options) { }

    private Thing(string name, Input<string> id, ThingState? state, CustomResourceOptions? options)
        : base("sample:index:Thing", name, state, CustomResourceOptions.Merge(new CustomResourceOptions { Id = id }, options)) { }

    public static Thing Get(string name, Input<string> id, ThingState? state = null, CustomResourceOptions? options = null) =>
        new(name, id, state, options);
}

/// <summary>The state that a lookup of a <see cref="Thing"/> may give.</summary>
public sealed class ThingState : ResourceArgs
{
    [Input("text")]
    public Input<string>? Text { get; set; }

    [Input("labels")]
    private InputMap<string>? labels;

    public InputMap<string> Labels
    {
        get => this.labels ??= new InputMap<string>();
        set => this.labels = value;
    }
}
