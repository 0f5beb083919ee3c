using Pulumi;
using Pulumi.Utilities;

namespace PmCrm.Testing;

/// <summary>One component that ran alone, and what it registered.</summary>
public sealed record Recorded<T>(T Component, Recording Plan)
    where T : ComponentResource
{
    /// <summary>The value of one of the component's outputs.</summary>
    public Task<TValue> ValueAsync<TValue>(Func<T, Output<TValue>> output) => OutputUtilities.GetValueAsync(output(Component));

    /// <summary>Whether one of the component's outputs is secret.</summary>
    public Task<bool> IsSecretAsync<TValue>(Func<T, Output<TValue>> output) => Output.IsSecretAsync(output(Component));

    /// <summary>Names of the resources that one of the component's outputs depends on.</summary>
    public async Task<IReadOnlyList<string>> WaitsForAsync<TValue>(Func<T, Output<TValue>> output)
    {
        var names = new List<string>();
        foreach (var resource in await OutputUtilities.GetDependenciesAsync(output(Component)))
            names.Add(Urns.Split(await OutputUtilities.GetValueAsync(resource.Urn)).Name);
        return names;
    }
}
