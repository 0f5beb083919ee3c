using System.Text.Json;
using System.Text.Json.Serialization;

namespace PmCrm.App.Http;

/// <summary>Writes an enum as its name in camelCase, in JSON and in the OpenAPI document; numbers are refused.</summary>
public sealed class TextEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
