using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;

namespace PmCrm.Compatibility.Tests.Recording;

/// <summary>Replaces the values that are marked secret in a request's line.</summary>
internal static class SecretDigest
{
    public static string Apply(string line)
    {
        var request = CanonicalRequest.Read(line);
        Replace(request);
        return CanonicalRequest.Write(request);
    }

    private static void Replace(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject special when Text(special[Wire.Signature]) == Wire.Secret:
                if (special["value"] is { } value && Text(value) != Wire.Unknown)
                    special["value"] = Of(CanonicalRequest.Write(value));
                break;
            case JsonObject fields:
                foreach (var (_, field) in fields.ToList())
                    Replace(field);
                break;
            case JsonArray items:
                foreach (var item in items)
                    Replace(item);
                break;
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Of(string text) => $"(secret {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))[..6])})";
}
