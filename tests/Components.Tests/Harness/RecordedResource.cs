using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Pulumi;

namespace PmCrm.Testing;

/// <summary>One registration: a resource that a provider would create.</summary>
public sealed partial class RecordedResource(string type, string name, ImmutableDictionary<string, object> inputs)
{
    /// <summary>Pulumi type token.</summary>
    public string Type { get; } = type;

    /// <summary>Logical name.</summary>
    public string Name { get; } = name;

    /// <summary>Inputs as they reach the provider: numbers are double, secrets are unwrapped.</summary>
    public ImmutableDictionary<string, object> Inputs { get; } = inputs;

    /// <summary>Options as the program set them; null where the harness cannot see them.</summary>
    public ResourceOptions? Options { get; internal set; }

    /// <summary>Names of the resources in its DependsOn.</summary>
    public List<string> DependsOn { get; } = [];

    /// <summary>
    /// The value at a path such as <c>spec.containers[0].image</c> or <c>metadata.annotations['iam.gke.io/account']</c>; null where
    /// there is none.
    /// </summary>
    public object? At(string path)
    {
        object? value = Inputs;
        foreach (var step in PathStep().Matches(path).Select(match => match.Value.Trim('[', ']', '\'')))
        {
            value = value switch
            {
                ImmutableDictionary<string, object> map => map.GetValueOrDefault(step),
                ImmutableArray<object> list => int.Parse(step, CultureInfo.InvariantCulture) is var index && index < list.Length
                    ? list[index]
                    : null,
                _ => null,
            };
        }
        return value;
    }

    /// <summary>The list at a path; empty where there is none.</summary>
    public ImmutableArray<object> ListAt(string path) => At(path) is ImmutableArray<object> list ? list : [];

    /// <summary>The map at a path; empty where there is none.</summary>
    public ImmutableDictionary<string, object> MapAt(string path) =>
        At(path) as ImmutableDictionary<string, object> ?? ImmutableDictionary<string, object>.Empty;

    /// <summary>Asserts one setting; whole numbers are compared with the doubles of the wire format.</summary>
    public RecordedResource ShouldCarry(string path, object expected)
    {
        var actual = At(path);
        var wanted = expected is int number ? (double)number : expected;
        Assert.True(Equals(wanted, actual), $"{Type} {Name}: {path} is {actual ?? "absent"}, expected {wanted}");
        return this;
    }

    /// <summary>Asserts that a setting is not there at all.</summary>
    public RecordedResource ShouldLack(string path)
    {
        var actual = At(path);
        Assert.True(actual is null, $"{Type} {Name}: {path} is {actual}, expected absent");
        return this;
    }

    [GeneratedRegex(@"\['[^']+'\]|\[\d+\]|[^.\[\]]+")]
    private static partial Regex PathStep();
}
