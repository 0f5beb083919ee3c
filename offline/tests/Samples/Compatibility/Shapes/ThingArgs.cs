using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;

namespace PmCrm.Samples.Shapes;

/// <summary>One argument of every kind: the SDK's input types, their conversions, and the three ways to hold a secret.</summary>
public sealed class ThingArgs : ResourceArgs
{
    [Input("text")]
    public Input<string>? Text { get; set; }

    [Input("number")]
    public Input<int>? Number { get; set; }

    [Input("ratio")]
    public Input<double>? Ratio { get; set; }

    [Input("flag")]
    public Input<bool>? Flag { get; set; }

    [Input("items")]
    private InputList<string>? items;

    public InputList<string> Items
    {
        get => this.items ??= new InputList<string>();
        set => this.items = value;
    }

    [Input("labels")]
    private InputMap<string>? labels;

    public InputMap<string> Labels
    {
        get => this.labels ??= new InputMap<string>();
        set => this.labels = value;
    }

    [Input("secretLabels")]
    private InputMap<string>? secretLabels;

    /// <summary>A secret map the way generated providers have one: the setter wraps, the getter does not.</summary>
    public InputMap<string> SecretLabels
    {
        get => this.secretLabels ??= new InputMap<string>();
        set
        {
            var secret = Output.CreateSecret(ImmutableDictionary.Create<string, string>());
            this.secretLabels = Output.All(value, secret).Apply(all => all[0]);
        }
    }

    [Input("secretText")]
    private Input<string>? secretText;

    /// <summary>A secret the way generated providers have one: the setter wraps.</summary>
    public Input<string>? SecretText
    {
        get => this.secretText;
        set
        {
            var secret = Output.CreateSecret(0);
            this.secretText = Output.Tuple<Input<string>?, int>(value, secret).Apply(both => both.Item1);
        }
    }

    [Input("nested")]
    public Input<PartArgs>? Nested { get; set; }

    [Input("parts")]
    private InputList<PartArgs>? parts;

    public InputList<PartArgs> Parts
    {
        get => this.parts ??= new InputList<PartArgs>();
        set => this.parts = value;
    }

    [Input("partsByName")]
    private InputMap<PartArgs>? partsByName;

    public InputMap<PartArgs> PartsByName
    {
        get => this.partsByName ??= new InputMap<PartArgs>();
        set => this.partsByName = value;
    }

    [Input("jsonParts", json: true)]
    private InputList<PartArgs>? jsonParts;

    public InputList<PartArgs> JsonParts
    {
        get => this.jsonParts ??= new InputList<PartArgs>();
        set => this.jsonParts = value;
    }

    [Input("jsonText", json: true)]
    public Input<string>? JsonText { get; set; }

    [Input("document")]
    public InputJson? Document { get; set; }

    [Input("element")]
    public Input<JsonElement>? Element { get; set; }

    [Input("anything")]
    public Input<object>? Anything { get; set; }

    [Input("either")]
    public InputUnion<string, int>? Either { get; set; }

    [Input("size")]
    public Input<Size>? Size { get; set; }

    [Input("sizes")]
    private InputList<Union<string, Size>>? sizes;

    public InputList<Union<string, Size>> Sizes
    {
        get => this.sizes ??= new InputList<Union<string, Size>>();
        set => this.sizes = value;
    }

    [Input("stage")]
    public Input<Stage>? Stage { get; set; }

    [Input("file")]
    public Input<AssetOrArchive>? File { get; set; }

    [Input("archive")]
    public Input<Archive>? Archive { get; set; }

    [Input("files")]
    private InputMap<AssetOrArchive>? files;

    public InputMap<AssetOrArchive> Files
    {
        get => this.files ??= new InputMap<AssetOrArchive>();
        set => this.files = value;
    }

    [Input("peer")]
    public Input<Resource>? Peer { get; set; }

    [Input("peers")]
    private InputList<Resource>? peers;

    public InputList<Resource> Peers
    {
        get => this.peers ??= new InputList<Resource>();
        set => this.peers = value;
    }
}
