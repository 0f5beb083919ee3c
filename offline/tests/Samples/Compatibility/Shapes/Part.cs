using System.Collections.Immutable;
using Pulumi;

namespace PmCrm.Samples.Shapes;

/// <summary>A nested argument object.</summary>
public sealed class PartArgs : ResourceArgs
{
    [Input("partName", required: true)]
    public Input<string> PartName { get; set; } = null!;

    [Input("weight")]
    public Input<double>? Weight { get; set; }

    [Input("tags")]
    private InputList<string>? tags;

    public InputList<string> Tags
    {
        get => this.tags ??= new InputList<string>();
        set => this.tags = value;
    }

    [Input("inner")]
    public Input<PartArgs>? Inner { get; set; }
}

/// <summary>The same object as a provider returns it.</summary>
[OutputType]
public sealed class Part
{
    public readonly string PartName;
    public readonly double? Weight;
    public readonly ImmutableArray<string> Tags;
    public readonly Part? Inner;

    [OutputConstructor]
    private Part(string partName, double? weight, ImmutableArray<string> tags, Part? inner)
    {
        PartName = partName;
        Weight = weight;
        Tags = tags;
        Inner = inner;
    }
}
