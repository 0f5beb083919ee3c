using System.Reflection;

namespace Pulumi;

/// <summary>
/// The field behind an automatic property. A provider's class has up to two hundred properties, most of them null, and
/// the runtime would have to compile the accessor of each only to use it once or twice.
/// </summary>
internal static class BackingField
{
    /// <summary>Null if the property is not automatic, or cannot be set.</summary>
    public static FieldInfo? Of(PropertyInfo property) =>
        property.DeclaringType!.GetField(
            $"<{property.Name}>k__BackingField",
            BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
        )
            is { IsInitOnly: false } field
            ? field
            : null;
}
