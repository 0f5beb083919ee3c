using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PmCrm.App.OutsideServices;

/// <summary>Reads what outside services answer, which may be anything.</summary>
public static class OutsideJson
{
    /// <returns>Null for what is not such JSON.</returns>
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
