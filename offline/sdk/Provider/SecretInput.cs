using System.Collections.Immutable;

namespace Pulumi.Standin;

/// <summary>Makes an input secret, as the setters of sensitive properties do. Nothing else about it changes.</summary>
internal static class SecretInput
{
    internal static Input<T> Wrap<T>(Input<T>? value) => Output.CreateSecret(value.ToOutput());

    internal static InputList<T> Wrap<T>(InputList<T> value) => Output.CreateSecret(((Input<ImmutableArray<T>>)value).ToOutput());

    internal static InputMap<T> Wrap<T>(InputMap<T> value) =>
        Output.CreateSecret(((Input<ImmutableDictionary<string, T>>)value).ToOutput());
}
