using System.Collections.Immutable;

namespace Pulumi;

/// <summary>The root of the tree. A program's own stack creates its resources in the constructor and assigns its outputs there.</summary>
public class Stack : ComponentResource
{
    public Stack(StackOptions? options = null)
        : base(Wire.StackType, $"{Deployment.Instance.ProjectName}-{Deployment.Instance.StackName}", ToComponentOptions(options)) =>
        Deployment.Required.Stack = this;

    internal Stack(Func<Task<IDictionary<string, object?>>> init, StackOptions? options)
        : this(options)
    {
        Outputs = Output.Create(RunAsync());
        RegisterOutputs(Outputs);

        async Task<IDictionary<string, object?>> RunAsync() => (await init().ConfigureAwait(false)).ToImmutableDictionary();
    }

    internal Output<IDictionary<string, object?>> Outputs { get; private set; } =
        Output.Create<IDictionary<string, object?>>(ImmutableDictionary<string, object?>.Empty);

    /// <exception cref="RunException">If an <see cref="OutputAttribute"/> property is not assigned or not an output.</exception>
    internal void RegisterPropertyOutputs()
    {
        var outputs = new Dictionary<string, object?>();
        var properties = OutputProperty.Of(GetType()).Where(property => !property.DeclaringType.IsAssignableFrom(typeof(Stack))).ToArray();
        foreach (var property in properties)
            outputs.Add(property.WireName, property.Read(this));

        var unassigned = outputs.Where(output => output.Value == null).Select(output => output.Key).ToArray();
        if (unassigned.Length > 0)
        {
            throw new RunException(
                $"Output(s) '{string.Join(", ", unassigned)}' have no value assigned. "
                    + "[Output] properties of a stack must be assigned in its constructor."
            );
        }

        // The value decides, not the type of the property.
        var wrong = outputs.Where(output => output.Value is not IOutput).Select(output => output.Key).ToArray();
        if (wrong.Length > 0)
            throw RunException.OutputsHaveIncorrectType(wrong);

        Outputs = Output.Create<IDictionary<string, object?>>(outputs);
        RegisterOutputs(Outputs);
    }

    private static ComponentResourceOptions? ToComponentOptions(StackOptions? options) =>
        options == null
            ? null
            : new ComponentResourceOptions
            {
                ResourceTransformations = options.ResourceTransformations,
                ResourceTransforms = options.ResourceTransforms,
            };
}
