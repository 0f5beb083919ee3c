using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <content>Calling functions of providers and methods of resources.</content>
public sealed partial class Deployment
{
    /// <summary>Waits for the dependencies of the arguments. The result is unknown if one of them is not created yet.</summary>
    internal async Task<OutputData> InvokeAsync<T>(string token, InvokeArgs? args, InvokeOptions? options, RegisterPackageRequest? package)
    {
        var written = await LoggedAsync($"invoke {token}", null, WriteInvokeArgsAsync(token, args)).ConfigureAwait(false);
        ImmutableArray<Resource> explicitly = options is InvokeOutputOptions output
            ? await GatherAsync(output.DependsOn).ConfigureAwait(false)
            : [];
        ImmutableHashSet<Resource> dependencies = [.. written.Dependencies.Values.SelectMany(resources => resources), .. explicitly];
        if (Structs.ContainsUnknown(written.Fields) || await AnyIsUncreatedAsync(dependencies).ConfigureAwait(false))
            return OutputData.Unknown([]);

        var result = await InvokeRawAsync(token, written.Fields, options, package).ConfigureAwait(false);
        return ReadResult<T>(token, result, dependencies);
    }

    internal async Task<T> InvokeNowAsync<T>(string token, InvokeArgs? args, InvokeOptions? options, RegisterPackageRequest? package)
    {
        var written = await WriteInvokeArgsAsync(token, args).ConfigureAwait(false);
        return ReadResult<T>(token, await InvokeRawAsync(token, written.Fields, options, package).ConfigureAwait(false), []).ValueAs<T>();
    }

    internal async Task InvokeNowAsync(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var written = await WriteInvokeArgsAsync(token, args).ConfigureAwait(false);
        await InvokeRawAsync(token, written.Fields, options).ConfigureAwait(false);
    }

    internal async Task<OutputData> CallAsync<T>(
        string token,
        CallArgs? args,
        Resource? self,
        CallOptions? options,
        RegisterPackageRequest? package
    )
    {
        IEnumerable<Argument> arguments = new CapturedArgs(args ?? CallArgs.Empty).Get();
        if (self != null)
            arguments = arguments.Append(new Argument(Wire.SelfArgument, self));
        var mode = new WriteMode(
            KeepResources: true,
            KeepOutputs: await SupportsAsync(Features.OutputValues).ConfigureAwait(false),
            IgnoreReferences: true
        );
        var written = await LoggedAsync($"call {token}", self, WritePropertiesAsync($"call:{token}", arguments, mode))
            .ConfigureAwait(false);
        var argDependencies = new Dictionary<string, IReadOnlyCollection<string>>();
        foreach (var (name, resources) in written.Dependencies)
            argDependencies.Add(name, await ResourceGraph.UrnsAsync(resources).ConfigureAwait(false));

        var response = await Monitor
            .CallAsync(
                new CallRequest
                {
                    Token = token,
                    Args = written.Fields,
                    ArgDependencies = argDependencies,
                    Provider = await ReferenceAsync(self == null ? options?.Provider ?? options?.Parent?.GetProvider(token) : self.Provider)
                        .ConfigureAwait(false),
                    Version = (self == null ? options?.Version : self.Version) ?? "",
                    PluginDownloadUrl = (self == null ? options?.PluginDownloadURL : self.PluginDownloadUrl) ?? "",
                    PackageReference = await PackageReferenceAsync(package).ConfigureAwait(false),
                }
            )
            .ConfigureAwait(false);
        if (Refusal($"Call of '{token}'", response.Failures) is { } refusal)
            throw new CallException(refusal);
        return ReadResult<T>(token, response.Result, [.. response.Dependencies.Select(urn => new DependencyResource(urn))], self);
    }

    private async Task<WrittenProperties> WriteInvokeArgsAsync(string token, InvokeArgs? args)
    {
        var captured = new CapturedArgs(args ?? InvokeArgs.Empty);
        var mode = await ModeAsync().ConfigureAwait(false);
        return await WritePropertiesAsync($"invoke:{token}", captured.Get(), mode).ConfigureAwait(false);
    }

    private async Task<Struct> InvokeRawAsync(string token, Struct args, InvokeOptions? options, RegisterPackageRequest? package = null)
    {
        await Volatile.Read(ref invokeTransforms).ConfigureAwait(false);
        var response = await Monitor
            .InvokeAsync(
                new InvokeRequest
                {
                    Token = token,
                    Args = args,
                    Provider = await ReferenceAsync(options?.Provider ?? options?.Parent?.GetProvider(token)).ConfigureAwait(false),
                    Version = options?.Version ?? "",
                    PluginDownloadUrl = options?.PluginDownloadURL ?? "",
                    PackageReference = await PackageReferenceAsync(package).ConfigureAwait(false),
                }
            )
            .ConfigureAwait(false);
        if (Refusal($"Invoke of '{token}'", response.Failures) is { } refusal)
            throw new InvokeException(refusal);
        return response.Result;
    }

    /// <summary>
    /// Logs why the arguments cannot be sent, because a program may ignore the output that fails (Deployment_Invoke.cs, RawInvoke, and
    /// Deployment_Call.cs, CallRawAsync).
    /// </summary>
    private async Task<WrittenProperties> LoggedAsync(string call, Resource? self, Task<WrittenProperties> writing)
    {
        try
        {
            return await writing.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await Logger.WriteAsync(LogSeverity.Error, $"Error serializing arguments for {call}: {e}", self).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<bool> AnyIsUncreatedAsync(ImmutableHashSet<Resource> resources)
    {
        foreach (var resource in ResourceGraph.Expand(resources).OfType<CustomResource>())
        {
            // A resource that is known by its URN only has no id to wait for.
            if (resource.Id != null && !(await resource.Id.DataTask.ConfigureAwait(false)).IsKnown)
                return true;
        }

        return false;
    }

    private static OutputData ReadResult<T>(string token, Struct result, ImmutableHashSet<Resource> dependencies, Resource? self = null)
    {
        var context = $"{token} result";
        var data = ValueReader.Read(Value.ForStruct(result));
        var value = ValueTypes.For(context, typeof(T)).Convert<T>(context, data.Value, problem => Log.Warn(problem, self));
        return new OutputData(value, data.IsKnown, data.IsSecret, dependencies);
    }

    private static string? Refusal(string what, IReadOnlyCollection<CheckFailure> failures) =>
        failures.Count == 0
            ? null
            : $"{what} failed: {string.Join("; ", failures.Select(failure => $"{failure.Reason} ({failure.Property})"))}";

    // A log shows their names, which are those of the official SDK (Deployment_Invoke.cs, Deployment_Call.cs).
    private sealed class InvokeException(string message) : Exception(message);

    private sealed class CallException(string message) : Exception(message);
}
