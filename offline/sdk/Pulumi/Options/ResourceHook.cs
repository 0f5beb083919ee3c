using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A function of the program that the engine calls before or after an operation on a resource.</summary>
public delegate Task ResourceHookCallback(ResourceHookArgs args, CancellationToken cancellationToken = default);

/// <summary>A function of the program that the engine calls when an operation on a resource fails; true retries it.</summary>
public delegate Task<bool> ErrorHookCallback(ErrorHookArgs args, CancellationToken cancellationToken = default);

/// <summary>A function that the engine calls before or after an operation. Its constructor registers it.</summary>
public class ResourceHook
{
    /// <param name="name">Unique in the program.</param>
    /// <param name="callback">The function that the engine calls.</param>
    /// <param name="options">When it is called, and what its failure does.</param>
    /// <exception cref="InvalidOperationException">Outside a run.</exception>
    public ResourceHook(string name, ResourceHookCallback callback, ResourceHookOptions? options = null)
    {
        Name = name;
        Callback = callback;
        Options = options ?? new ResourceHookOptions();
        Registered = Deployment.Required.RegisterHookAsync(this);
    }

    protected ResourceHook(string name, ResourceHookCallback callback, ResourceHookOptions options, Task registered)
    {
        Name = name;
        Callback = callback;
        Options = options ?? new ResourceHookOptions();
        Registered = registered;
    }

    public string Name { get; }

    public ResourceHookCallback Callback { get; }

    public ResourceHookOptions Options { get; }

    /// <summary>Completed when the hook is registered. Resources that use the hook wait for it.</summary>
    internal Task Registered { get; }
}

/// <summary>A function that the engine calls when an operation fails. Its constructor registers it.</summary>
public class ErrorHook
{
    /// <param name="name">Unique in the program.</param>
    /// <param name="callback">The function that the engine calls.</param>
    /// <exception cref="InvalidOperationException">Outside a run.</exception>
    public ErrorHook(string name, ErrorHookCallback callback)
    {
        Name = name;
        Callback = callback;
        Registered = Deployment.Required.RegisterHookAsync(this);
    }

    protected internal ErrorHook(string name, ErrorHookCallback callback, Task registered)
    {
        Name = name;
        Callback = callback;
        Registered = registered;
    }

    public string Name { get; }

    public ErrorHookCallback Callback { get; }

    internal Task Registered { get; }
}

/// <summary>When a hook is called, and what its failure does.</summary>
public class ResourceHookOptions
{
    /// <summary>Whether previews call it too. Default: no.</summary>
    public bool? OnDryRun { get; set; }

    /// <summary>Whether its failure is a warning only. Default: no.</summary>
    public bool? IgnoreErrors { get; set; }
}

/// <summary>
/// The arguments of a <see cref="ResourceHook"/>. Values that an operation does not have, such as the old inputs of a creation, are null.
/// </summary>
public class ResourceHookArgs(
    string urn,
    string id,
    string name,
    string type,
    ImmutableDictionary<string, object?>? newInputs = null,
    ImmutableDictionary<string, object?>? oldInputs = null,
    ImmutableDictionary<string, object?>? newOutputs = null,
    ImmutableDictionary<string, object?>? oldOutputs = null
)
{
    public string Urn { get; } = urn;

    public string Id { get; } = id;

    public string Name { get; } = name;

    public string Type { get; } = type;

    public ImmutableDictionary<string, object?>? NewInputs { get; } = newInputs;

    public ImmutableDictionary<string, object?>? OldInputs { get; } = oldInputs;

    public ImmutableDictionary<string, object?>? NewOutputs { get; } = newOutputs;

    public ImmutableDictionary<string, object?>? OldOutputs { get; } = oldOutputs;
}

/// <summary>The arguments of an <see cref="ErrorHook"/>.</summary>
public class ErrorHookArgs(
    string urn,
    string id,
    string name,
    string type,
    ImmutableDictionary<string, object?>? newInputs = null,
    ImmutableDictionary<string, object?>? oldInputs = null,
    ImmutableDictionary<string, object?>? oldOutputs = null,
    string failedOperation = "",
    IReadOnlyList<string>? errors = null
)
{
    public string Urn { get; } = urn;

    public string Id { get; } = id;

    public string Name { get; } = name;

    public string Type { get; } = type;

    public ImmutableDictionary<string, object?>? NewInputs { get; } = newInputs;

    public ImmutableDictionary<string, object?>? OldInputs { get; } = oldInputs;

    public ImmutableDictionary<string, object?>? OldOutputs { get; } = oldOutputs;

    /// <summary><c>create</c>, <c>read</c>, <c>update</c> or <c>delete</c>.</summary>
    public string FailedOperation { get; } = failedOperation;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<string> Errors { get; } = errors ?? [];
}
