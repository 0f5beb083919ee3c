using System.Text.Json;
using System.Text.Json.Serialization;

namespace PmCrm.App.Http;

/// <summary>An enum as one of its names in camelCase, on the wire and in the OpenAPI document; a number is refused.</summary>
public sealed class TextEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
