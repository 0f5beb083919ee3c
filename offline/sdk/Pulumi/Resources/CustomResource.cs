namespace Pulumi;

/// <summary>A resource that a provider creates, updates and deletes.</summary>
public class CustomResource : Resource
{
    /// <param name="type">The type token, as <c>package:module:Type</c>.</param>
    /// <param name="name">The name in the URN; with the type and the parents' types, unique in the stack.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="options">Its options.</param>
    /// <exception cref="InvalidOperationException">Outside a run.</exception>
    public CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
        : this(type, name, args, options, registerPackageRequest: null) { }

    /// <inheritdoc cref="CustomResource(string, string, ResourceArgs?, CustomResourceOptions?)"/>
    /// <param name="registerPackageRequest">Its package, if that is a parameterized one.</param>
    public CustomResource(
        string type,
        string name,
        ResourceArgs? args,
        CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null
    )
        : base(type, name, args ?? ResourceArgs.Empty, options ?? new CustomResourceOptions(), remote: false, registerPackageRequest) { }

    private protected CustomResource(string type, string name)
        : base(type, name) { }

    /// <summary>The provider's id of the resource; unknown until it is created.</summary>
    [Output(Wire.Id)]
    public Output<string> Id { get; internal set; } = null!;
}
