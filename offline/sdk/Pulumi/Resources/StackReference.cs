using System.Collections.Immutable;

namespace Pulumi;

/// <summary>The outputs of another stack.</summary>
public class StackReference : CustomResource
{
    /// <param name="name">The name of the resource, and of the stack unless the arguments give it: organization/project/stack.</param>
    /// <param name="args">Which stack.</param>
    /// <param name="options">Its options.</param>
    public StackReference(string name, StackReferenceArgs? args = null, CustomResourceOptions? options = null)
        : base(
            "pulumi:pulumi:StackReference",
            name,
            new StackReferenceArgs { Name = args?.Name ?? name },
            CustomResourceOptions.Merge(options, new CustomResourceOptions { Id = args?.Name ?? name })
        ) { }

    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    [Output("outputs")]
    public Output<ImmutableDictionary<string, object>> Outputs { get; private set; } = null!;

    [Output("secretOutputNames")]
    public Output<ImmutableArray<string>> SecretOutputNames { get; private set; } = null!;

    /// <summary>An output by name; null if the stack has no such output. It is secret if and only if the stack marks it so.</summary>
    public Output<object?> GetOutput(Input<string> name) =>
        WithSecretOf(name, Output.Tuple(name.ToOutput(), Outputs).Apply(pair => pair.Item2.GetValueOrDefault(pair.Item1)));

    /// <summary>An output by name.</summary>
    /// <exception cref="KeyNotFoundException">When awaited, if the stack has none of that name.</exception>
    public Output<object> RequireOutput(Input<string> name) =>
        WithSecretOf(
            name,
            Output
                .Tuple(name.ToOutput(), Name, Outputs)
                .Apply(triple =>
                    triple.Item3.TryGetValue(triple.Item1, out var value)
                        ? value
                        : throw new KeyNotFoundException($"Stack '{triple.Item2}' has no output '{triple.Item1}', which is required.")
                )
        );

    /// <summary>An output by name, and whether it is a secret.</summary>
    public async Task<StackReferenceOutputDetails> GetOutputDetailsAsync(string name)
    {
        var data = await GetOutput(name).DataTask.ConfigureAwait(false);
        return data.IsSecret
            ? new StackReferenceOutputDetails { SecretValue = data.Value }
            : new StackReferenceOutputDetails { Value = data.Value };
    }

    /// <exception cref="InvalidOperationException">If the output is a secret.</exception>
    public Task<object?> GetValueAsync(Input<string> name) => PlainAsync(GetOutput(name), nameof(GetOutput));

    /// <exception cref="InvalidOperationException">If the output is a secret.</exception>
    public Task<object> RequireValueAsync(Input<string> name) => PlainAsync(RequireOutput(name), nameof(RequireOutput));

    private static async Task<T> PlainAsync<T>(Output<T> output, string instead)
    {
        var data = await output.DataTask.ConfigureAwait(false);
        return data.IsSecret
            ? throw new InvalidOperationException($"The output is a secret and cannot be read as a plain value; use {instead}.")
            : data.ValueAs<T>();
    }

    private Output<T> WithSecretOf<T>(Input<string> name, Output<T> output) =>
        output.Remark(async data => data with { IsSecret = await IsSecretNameAsync(name).ConfigureAwait(false) });

    private async Task<bool> IsSecretNameAsync(Input<string> name)
    {
        var wanted = await name.ToOutput().DataTask.ConfigureAwait(false);
        var secrets = await SecretOutputNames.DataTask.ConfigureAwait(false);
        if (!wanted.IsKnown || !secrets.IsKnown)
            return (await Outputs.DataTask.ConfigureAwait(false)).IsSecret;
        var names = secrets.ValueAs<ImmutableArray<string>>();
        if (names.IsDefault)
        {
            throw new InvalidOperationException(
                $"The state of '{GetResourceName()}' has no secretOutputNames, so '{wanted.Value}' may be a secret."
            );
        }

        return names.Contains(wanted.ValueAs<string>());
    }
}

/// <summary>Which stack a <see cref="StackReference"/> reads.</summary>
public class StackReferenceArgs : ResourceArgs
{
    /// <summary>The stack, as organization/project/stack.</summary>
    [Input("name", required: true)]
    public Input<string>? Name { get; set; }
}

/// <summary>One output of another stack; one of the two is set.</summary>
public sealed class StackReferenceOutputDetails
{
    public object? Value { get; set; }

    public object? SecretValue { get; set; }
}
