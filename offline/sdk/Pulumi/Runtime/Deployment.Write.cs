using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <content>Putting arguments on the wire.</content>
public sealed partial class Deployment
{
    private async Task<WriteMode> ModeAsync() => new(KeepResources: await SupportsAsync(Features.ResourceReferences).ConfigureAwait(false));

    /// <summary>Writes each property on its own, so that each has its own dependencies.</summary>
    /// <exception cref="InvalidOperationException">If a property cannot be sent; it names the property.</exception>
    private static async Task<WrittenProperties> WritePropertiesAsync(string context, IEnumerable<Argument> properties, WriteMode mode)
    {
        var fields = new List<Field>();
        var dependencies = new Dictionary<string, HashSet<Resource>>();
        foreach (var (name, property) in properties)
        {
            var writer = new ValueWriter(mode);
            Value? value;
            try
            {
                value = await writer.WriteAsync($"{context}.{name}", property).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"error serializing property \"{name}\": {e.Message}", e);
            }

            if (value == null)
                continue;
            fields.Add(new Field(name, value));
            dependencies.Add(name, writer.Dependencies);
        }

        return new WrittenProperties(Structs.Of(fields), dependencies);
    }

    /// <param name="Fields">The wire values of the properties that are not null.</param>
    /// <param name="Dependencies">The resources that each property comes from.</param>
    private sealed record WrittenProperties(Struct Fields, Dictionary<string, HashSet<Resource>> Dependencies);
}
