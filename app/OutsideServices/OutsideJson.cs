using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PmCrm.App.OutsideServices;

/// <summary>Parses the answers of outside services, which are untrusted.</summary>
public static class OutsideJson
{
    /// <returns>Null if it is not valid JSON of this type.</returns>
    public static T? ReadOrNull<T>(byte[] bytes, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
