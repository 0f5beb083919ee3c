using System.Reflection;

namespace Pulumi;

/// <summary>Finds the class for a resource that the engine refers to, by <see cref="ResourceTypeAttribute"/>.</summary>
internal static class ResourceTypes
{
    private static readonly Lazy<ILookup<string, (string? Version, Type Class)>> Known = new(Discover);

    /// <summary>An instance bound to the resource's state; null if no loaded package has its type at that version.</summary>
    public static Resource? Construct(string urn, string? version)
    {
        var parts = urn.Split("::");
        var type = parts[2].Split('$')[^1];
        var wanted = Parse(version);
        var match = Known
            .Value[type]
            .Where(candidate => wanted == null || Parse(candidate.Version) is not { } has || (has.Major == wanted.Major && has >= wanted))
            .OrderByDescending(candidate => Parse(candidate.Version))
            .FirstOrDefault();
        if (match.Class == null)
            return null;

        ResourceOptions options = typeof(CustomResource).IsAssignableFrom(match.Class)
            ? new CustomResourceOptions { Urn = urn }
            : new ComponentResourceOptions { Urn = urn };
        var constructor = match.Class.GetConstructors().Single(candidate => candidate.GetParameters().Length == 3);
        return (Resource)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [parts[3], null, options], null);
    }

    private static ILookup<string, (string?, Type)> Discover() =>
        (
            from assembly in AppDomain.CurrentDomain.GetAssemblies()
            where !assembly.IsDynamic && References(assembly)
            from type in assembly.GetTypes()
            where typeof(Resource).IsAssignableFrom(type)
            let attribute = type.GetCustomAttribute<ResourceTypeAttribute>(inherit: false)
            where attribute != null
            select (attribute, type)
        ).ToLookup(found => found.attribute.Type, found => ((string?)found.attribute.Version, found.type));

    private static bool References(Assembly assembly)
    {
        var core = typeof(Resource).Assembly.GetName().Name;
        return Array.Exists(assembly.GetReferencedAssemblies(), reference => reference.Name == core);
    }

    /// <summary>The version without its prerelease or build part, which none of our packages needs to distinguish versions.</summary>
    private static Version? Parse(string? version) => System.Version.TryParse(version?.Split('-', '+')[0], out var parsed) ? parsed : null;
}
