using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using PmCrm.App.Data;
using PmCrm.App.Http;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace PmCrm.App.Features.Contacts;

/// <summary>JSON merge patch (RFC 7396) of a contact. The result is validated as strictly as a request body.</summary>
public sealed class ContactPatch(IOptions<JsonOptions> json)
{
    private readonly JsonTypeInfo<ContactFields> type =
        (JsonTypeInfo<ContactFields>)json.Value.SerializerOptions.GetTypeInfo(typeof(ContactFields));

    /// <param name="patch">The client's patch. A contact's fields are texts and lists, so merging is only one level deep.</param>
    public bool TryApply(ContactFields current, JsonElement patch, [NotNullWhen(true)] out ContactFields? result, out FieldError error)
    {
        result = null;
        error = default;
        if (patch.ValueKind != JsonValueKind.Object)
        {
            error = new("body", "must be a JSON object");
            return false;
        }
        try
        {
            var merged = JsonSerializer.SerializeToNode(current.FieldsOnly(), type)!.AsObject();
            foreach (var property in patch.EnumerateObject())
            {
                if (UnstorableJson.IsIn(property.Value))
                {
                    error = new(property.Name, UnstorableText.Rule);
                    return false;
                }
                if (property.Value.ValueKind == JsonValueKind.Null)
                    Remove(merged, property.Name);
                else
                    merged[property.Name] = JsonNode.Parse(property.Value.GetRawText());
            }
            if (!merged.ContainsKey("name"))
            {
                error = new("name", "is required and must not be empty");
                return false;
            }
            result = merged.Deserialize(type);
            if (result is not null && !patch.TryGetProperty("emailLabels", out _))
                result = result with { EmailLabels = ContactDetailRules.LabelsOfEmails(result) };
        }
        // The second exception is thrown for a name with half a surrogate pair.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            var path = exception is JsonException { Path: ['$', '.', .. var rest] } ? rest : "body";
            error = new(path, "is not valid for this field: an unknown name, a missing value or a wrong type");
        }
        return result is not null;
    }

    private void Remove(JsonObject merged, string name)
    {
        if (!type.Properties.Any(property => property.Name == name))
            throw new JsonException("Unknown field.", $"$.{name}", null, null);
        merged.Remove(name);
    }
}
