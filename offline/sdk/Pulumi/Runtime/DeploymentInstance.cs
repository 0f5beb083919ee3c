namespace Pulumi;

/// <summary>What a program can ask of the run that it is part of.</summary>
public sealed class DeploymentInstance
{
    internal DeploymentInstance(Deployment deployment) => Deployment = deployment;

    internal Deployment Deployment { get; }

    public string OrganizationName => Deployment.Settings.Organization;

    public string ProjectName => Deployment.Settings.Project;

    public string StackName => Deployment.Settings.Stack;

    /// <summary>The folder of Pulumi.yaml.</summary>
    /// <exception cref="InvalidOperationException">If the engine did not tell.</exception>
    public string RootDirectory
        => Deployment.Settings.RootDirectory ?? throw new InvalidOperationException("The engine did not tell the root directory.");

    /// <summary>Whether this is a preview, where nothing is created.</summary>
    public bool IsDryRun => Deployment.Settings.IsDryRun;

    /// <summary>Calls a provider's function; its result is an output, unknown while an argument is.</summary>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => new(Deployment.InvokeAsync<T>(token, args, options));

    /// <inheritdoc cref="Invoke{T}(string, InvokeArgs, InvokeOptions?)"/>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOutputOptions options)
        => new(Deployment.InvokeAsync<T>(token, args, options));

    /// <summary>Calls a provider's function whose result has one property, and returns that.</summary>
    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => Invoke<System.Collections.Immutable.ImmutableDictionary<string, T>>(token, args, options).Apply(result => result.Values.First());

    /// <inheritdoc cref="InvokeSingle{T}(string, InvokeArgs, InvokeOptions?)"/>
    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOutputOptions options)
        => InvokeSingle<T>(token, args, (InvokeOptions)options);

    /// <summary>Calls a provider's function now, whatever its arguments depend on.</summary>
    public Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => Deployment.InvokeNowAsync<T>(token, args, options);

    public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options = null)
        => Deployment.InvokeNowAsync(token, args, options);

    /// <summary>Calls a provider's function whose result has one property, and returns that.</summary>
    public async Task<T> InvokeSingleAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => (await InvokeAsync<System.Collections.Immutable.ImmutableDictionary<string, T>>(token, args, options).ConfigureAwait(false)).Values.First();

    /// <summary>Calls a method of a resource.</summary>
    public Output<T> Call<T>(string token, CallArgs args, Resource? self = null, CallOptions? options = null)
        => new(Deployment.CallAsync<T>(token, args, self, options));

    /// <inheritdoc cref="Call{T}(string, CallArgs, Resource?, CallOptions?)"/>
    public void Call(string token, CallArgs args, Resource? self = null, CallOptions? options = null)
        => Call<object>(token, args, self, options);
}
