using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PmCrm.App.Data;

namespace PmCrm.App.Http;

/// <summary>A text in a JSON body cannot be stored. <see cref="JsonException.Path"/> is the path of the object that contains it.</summary>
/// <param name="property">The property's name in JSON.</param>
public sealed class UnstorableJsonException(string property) : JsonException("A text " + UnstorableText.Rule + ".")
{
    public string Property => property;
}

/// <summary>Refuses texts that the database cannot store in every body, so that no endpoint can omit the check.</summary>
public static class UnstorableJson
{
    /// <summary>
    /// Checks each object of the type after it was parsed. (With a converter for strings, the OpenAPI document would no longer describe
    /// them as strings.) Half a surrogate pair does not get here: the JSON reader itself refuses it.
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

    /// <summary>The same check for JSON that was not converted to a type yet.</summary>
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
            // Thrown for half a surrogate pair.
            return true;
        }
    }
}
