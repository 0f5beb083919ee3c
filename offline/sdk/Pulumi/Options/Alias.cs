namespace Pulumi;

/// <summary>
/// A former identity of a resource: a whole <see cref="Urn"/>, or only the parts that were different.
/// At most one of <see cref="Parent"/>, <see cref="ParentUrn"/> and <see cref="NoParent"/> is given.
/// </summary>
public sealed class Alias
{
    public string? Urn { get; set; }

    public Input<string>? Name { get; set; }

    public Input<string>? Type { get; set; }

    public Input<string>? Stack { get; set; }

    public Input<string>? Project { get; set; }

    public Resource? Parent { get; set; }

    public Input<string>? ParentUrn { get; set; }

    public bool NoParent { get; set; }
}
