using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Access to the run that the program is part of.</summary>
public sealed class DeploymentInstance
{
    internal DeploymentInstance(Deployment deployment) => Deployment = deployment;

    internal Deployment Deployment { get; }

    public string OrganizationName => Deployment.Settings.Organization;

    public string ProjectName => Deployment.Settings.Project;

    public string StackName => Deployment.Settings.Stack;

    /// <summary>The folder of Pulumi.yaml.</summary>
    /// <exception cref="InvalidOperationException">If the engine did not send it.</exception>
    public string RootDirectory =>
        Deployment.Settings.RootDirectory ?? throw new InvalidOperationException("The engine did not send the root directory.");

    /// <summary>Whether this is a preview, where nothing is created.</summary>
    public bool IsDryRun => Deployment.Settings.IsDryRun;

    /// <summary>Calls a provider's function; its result is an output, which is unknown if an argument is.</summary>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null) => Invoke<T>(token, args, options, null);

    /// <inheritdoc cref="Invoke{T}(string, InvokeArgs, InvokeOptions?)"/>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOutputOptions options) => Invoke<T>(token, args, options, null);

    /// <inheritdoc cref="Invoke{T}(string, InvokeArgs, InvokeOptions?)"/>
    /// <param name="registerPackageRequest">The package of the function, if that is a parameterized one.</param>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options, RegisterPackageRequest? registerPackageRequest) =>
        new(Deployment.InvokeAsync<T>(token, args, options, registerPackageRequest));

    /// <inheritdoc cref="Invoke{T}(string, InvokeArgs, InvokeOptions?, RegisterPackageRequest?)"/>
    public Output<T> Invoke<T>(
        string token,
        InvokeArgs args,
        InvokeOutputOptions options,
        RegisterPackageRequest? registerPackageRequest
    ) => Invoke<T>(token, args, (InvokeOptions)options, registerPackageRequest);

    /// <summary>Calls a provider's function whose result has one property, and returns that.</summary>
    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        InvokeSingle<T>(token, args, options, null);

    /// <inheritdoc cref="InvokeSingle{T}(string, InvokeArgs, InvokeOptions?)"/>
    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOutputOptions options) =>
        InvokeSingle<T>(token, args, (InvokeOptions)options, null);

    /// <inheritdoc cref="InvokeSingle{T}(string, InvokeArgs, InvokeOptions?)"/>
    /// <param name="registerPackageRequest">The package that the function is of, where a plugin makes that from parameters.</param>
    public Output<T> InvokeSingle<T>(
        string token,
        InvokeArgs args,
        InvokeOptions? options,
        RegisterPackageRequest? registerPackageRequest
    ) => Invoke<ImmutableDictionary<string, T>>(token, args, options, registerPackageRequest).Apply(result => result.Values.First());

    /// <inheritdoc cref="InvokeSingle{T}(string, InvokeArgs, InvokeOptions?, RegisterPackageRequest?)"/>
    public Output<T> InvokeSingle<T>(
        string token,
        InvokeArgs args,
        InvokeOutputOptions options,
        RegisterPackageRequest? registerPackageRequest
    ) => InvokeSingle<T>(token, args, (InvokeOptions)options, registerPackageRequest);

    /// <summary>Calls a provider's function now, without waiting for dependencies of its arguments.</summary>
    public Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        InvokeAsync<T>(token, args, options, null);

    /// <inheritdoc cref="InvokeAsync{T}(string, InvokeArgs, InvokeOptions?)"/>
    /// <param name="registerPackageRequest">
    /// Ignored: the official SDK calls without a package reference here (Deployment_Invoke.cs), unlike in the other methods.
    /// </param>
    public Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options, RegisterPackageRequest? registerPackageRequest) =>
        Deployment.InvokeNowAsync<T>(token, args, options, package: null);

    public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options = null) => InvokeAsync(token, args, options, null);

    /// <inheritdoc cref="InvokeAsync{T}(string, InvokeArgs, InvokeOptions?, RegisterPackageRequest?)"/>
    public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options, RegisterPackageRequest? registerPackageRequest) =>
        Deployment.InvokeNowAsync(token, args, options);

    /// <summary>Calls a provider's function whose result has one property, and returns that.</summary>
    public Task<T> InvokeSingleAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        InvokeSingleAsync<T>(token, args, options, null);

    /// <inheritdoc cref="InvokeSingleAsync{T}(string, InvokeArgs, InvokeOptions?)"/>
    /// <param name="registerPackageRequest">The package that the function is of, where a plugin makes that from parameters.</param>
    public async Task<T> InvokeSingleAsync<T>(
        string token,
        InvokeArgs args,
        InvokeOptions? options,
        RegisterPackageRequest? registerPackageRequest
    )
    {
        var result = await Deployment
            .InvokeNowAsync<ImmutableDictionary<string, T>>(token, args, options, registerPackageRequest)
            .ConfigureAwait(false);
        return result.Values.First();
    }

    /// <summary>Calls a method of a resource.</summary>
    public Output<T> Call<T>(string token, CallArgs args, Resource? self = null, CallOptions? options = null) =>
        Call<T>(token, args, self, options, null);

    /// <inheritdoc cref="Call{T}(string, CallArgs, Resource?, CallOptions?)"/>
    /// <param name="registerPackageRequest">The package of the method, if that is a parameterized one.</param>
    public Output<T> Call<T>(
        string token,
        CallArgs args,
        Resource? self,
        CallOptions? options,
        RegisterPackageRequest? registerPackageRequest
    ) => new(Deployment.CallAsync<T>(token, args, self, options, registerPackageRequest));

    /// <inheritdoc cref="Call{T}(string, CallArgs, Resource?, CallOptions?)"/>
    public void Call(string token, CallArgs args, Resource? self = null, CallOptions? options = null) =>
        Call<object>(token, args, self, options);

    /// <inheritdoc cref="Call{T}(string, CallArgs, Resource?, CallOptions?, RegisterPackageRequest?)"/>
    public void Call(string token, CallArgs args, Resource? self, CallOptions? options, RegisterPackageRequest? registerPackageRequest) =>
        Call<object>(token, args, self, options, registerPackageRequest);

    /// <summary>Lets a function change the arguments and options of every call of a provider's function from here on.</summary>
    public void RegisterInvokeTransform(InvokeTransform transform) => Deployment.RegisterInvokeTransform(transform);
}
