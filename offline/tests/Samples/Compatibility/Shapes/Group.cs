using Pulumi;

namespace PmCrm.Samples.Shapes;

/// <summary>A component with children made by the caller, and outputs registered in the form that the caller chooses.</summary>
public sealed class Group : ComponentResource
{
    [Output("first")]
    public Output<string?> First { get; set; } = Output.Create((string?)null);

    /// <summary>Without a name in the attribute, registered under the property's name as written.</summary>
    [Output]
    public Output<int> Count { get; set; } = Output.Create(0);

    public Group(string name, ComponentResourceOptions? options = null, Action<Group>? children = null)
        : base("sample:index:Group", name, options)
    {
        children?.Invoke(this);
    }

    public void RegisterByReflection() => RegisterOutputs();

    public void Register(IDictionary<string, object?> outputs) => RegisterOutputs(outputs);

    public void Register(Output<IDictionary<string, object?>> outputs) => RegisterOutputs(outputs);

    public void Register(Task<IDictionary<string, object?>> outputs) => RegisterOutputs(outputs);
}

/// <summary>A component whose children another process creates: the engine gets arguments and returns outputs.</summary>
public sealed class RemoteGroup : ComponentResource
{
    [Output("endpoint")]
    public Output<string> Endpoint { get; private set; } = null!;

    public RemoteGroup(string name, ThingArgs args, ComponentResourceOptions? options = null)
        : base("sample:index:RemoteGroup", name, args, options, remote: true) { }
}
