using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PmCrm.App.Data;

namespace PmCrm.App.Http;

/// <summary>A text of a JSON body cannot be stored. <see cref="JsonException.Path"/> is that of the object that has it.</summary>
/// <param name="property">The property's name in JSON.</param>
public sealed class UnstorableJsonException(string property) : JsonException("A text " + UnstorableText.Rule + ".")
{
    public string Property => property;
}

/// <summary>Refuses what the database cannot store in every text of every body: no endpoint can forget it.</summary>
public static class UnstorableJson
{
    /// <summary>
    /// Has each object of the type checked when it was read. (A converter for texts would do, too, but the OpenAPI document then no longer
    /// knows
    /// that they are strings.) Half a surrogate pair does not come this far: the reader itself refuses it.
    /// </summary>
    public static void RefuseIn(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
            return;
        JsonPropertyInfo[] texts =
        [
            .. type.Properties.Where(property =>
                property.Get is not null
                && (property.PropertyType == typeof(string) || property.PropertyType.IsAssignableTo(typeof(IEnumerable<string>)))
            ),
        ];
        if (texts.Length == 0)
            return;
        type.OnDeserialized = read =>
        {
            foreach (var property in texts)
                if (IsUnstorable(property.Get!(read)))
                    throw new UnstorableJsonException(property.Name);
        };
    }

    /// <summary>The same for JSON that no type was read from yet.</summary>
    public static bool IsIn(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => IsUnstorable(json),
            JsonValueKind.Array => json.EnumerateArray().Any(IsIn),
            JsonValueKind.Object => json.EnumerateObject().Any(property => IsIn(property.Value)),
            _ => false,
        };

    private static bool IsUnstorable(object? value) =>
        value switch
        {
            string text => UnstorableText.Is(text),
            IEnumerable<string?> list => list.Any(text => UnstorableText.Is(text)),
            _ => false,
        };

    private static bool IsUnstorable(JsonElement text)
    {
        try
        {
            return UnstorableText.Is(text.GetString());
        }
        catch (InvalidOperationException)
        {
            // What it throws at half a surrogate pair.
            return true;
        }
    }
}
