namespace Pulumi;

/// <summary>A resource that groups others: its constructor creates its children, with itself as their parent.</summary>
public class ComponentResource : Resource
{
    /// <exception cref="InvalidOperationException">Outside a run.</exception>
    public ComponentResource(string type, string name, ComponentResourceOptions? options = null)
        : this(type, name, ResourceArgs.Empty, options) { }

    /// <param name="type">The type token, as <c>package:module:Type</c>.</param>
    /// <param name="name">The name in the URN.</param>
    /// <param name="args">The arguments to record with a local component, and to send to a remote one.</param>
    /// <param name="options">Its options.</param>
    /// <param name="remote">Whether a plugin constructs the component and its children.</param>
    /// <exception cref="InvalidOperationException">Outside a run.</exception>
    public ComponentResource(string type, string name, ResourceArgs? args, ComponentResourceOptions? options = null, bool remote = false)
        : this(type, name, args, options, remote, registerPackageRequest: null) { }

    /// <inheritdoc cref="ComponentResource(string, string, ResourceArgs?, ComponentResourceOptions?, bool)"/>
    /// <param name="registerPackageRequest">Its package, if that is a parameterized one.</param>
    public ComponentResource(
        string type,
        string name,
        ResourceArgs? args,
        ComponentResourceOptions? options,
        bool remote,
        RegisterPackageRequest? registerPackageRequest = null
    )
        : base(type, name, args ?? ResourceArgs.Empty, options ?? new ComponentResourceOptions(), remote, registerPackageRequest) { }

    /// <summary>Registers the <see cref="OutputAttribute"/> properties, by the attribute's name, else by the property's.</summary>
    protected void RegisterOutputs()
    {
        var outputs = new Dictionary<string, object?>();
        foreach (var property in OutputProperty.Of(GetType()))
        {
            if (property.PropertyName != nameof(Urn))
                outputs.Add(string.IsNullOrWhiteSpace(property.Name) ? property.PropertyName : property.Name, property.Read(this));
        }

        RegisterOutputs(outputs);
    }

    protected void RegisterOutputs(IDictionary<string, object?> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RegisterOutputs(Output.Create(outputs));
    }

    protected void RegisterOutputs(Task<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        RegisterOutputs(Output.Create(outputs));
    }

    protected void RegisterOutputs(Output<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Deployment.Required.RegisterOutputs(this, outputs);
    }
}
