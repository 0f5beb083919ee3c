using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace PmCrm.App.OpenApi;

/// <summary>
/// Describes the schemas and properties that have the same meaning in every type, or whose type has no description. A type's own
/// description takes precedence.
/// </summary>
internal static class SchemaDescriptions
{
    private static readonly Dictionary<string, string> Schemas = new()
    {
        ["AssignTagsResponse"] = "What assigning tags changed.",
        ["ExportRequest"] = "What to export.",
        ["Interaction"] = "Something that happened with a contact.",
        ["InteractionKind"] = "What an interaction was.",
        ["LoginRequest"] = "An account and its password.",
        ["MergeRequest"] = "Which contact to merge.",
        ["MergeTagRequest"] = "Which tag to merge into.",
        ["RefreshRequest"] = "The refresh token to exchange.",
        ["RegisterResponse"] = "The answer to a registration.",
        ["Relationship"] = "What another contact is to this one.",
        ["Reminder"] = "Something to be reminded of, once or again and again.",
        ["ReminderStatus"] = "Whether a reminder still comes due.",
        ["RenameTagRequest"] = "A tag's new name.",
        ["SearchResponse"] = "What a search found, and how.",
        ["SnoozeRequest"] = "When to be reminded again.",
        ["TokenResponse"] = "The tokens of a session.",
    };

    /// <summary>By the property's name; with the schema's name in front if the meaning differs in that schema.</summary>
    private static readonly Dictionary<string, string> Properties = new()
    {
        ["id"] = "Its id, a UUID.",
        ["contactId"] = "The id of the contact.",
        ["createdAt"] = "When it was created.",
        ["updatedAt"] = "When it was last written.",
        ["deletedAt"] = "When it was deleted; null for one that is not.",
        ["completedAt"] = "When the person said that it is done; null while it is not.",
        ["finishedAt"] = "When it was done or failed; null until then.",
        ["deliveredAt"] = "When it was delivered.",
        ["occurredAt"] = "When it happened.",
        ["occurrenceAt"] = "The occurrence that came due: an earlier time than the delivery's where it was snoozed.",
        ["startsAt"] = "The first occurrence.",
        ["lastInteractionAt"] = "When the latest interaction with the contact was; null where there is none.",
        ["name"] = "The name.",
        ["email"] = "The e-mail address of the account.",
        ["emails"] = "E-mail addresses, the preferred one first.",
        ["company"] = "The company that the contact works for.",
        ["jobTitle"] = "The contact's position there.",
        ["birthday"] = "The date of birth.",
        ["tags"] = "Names of tags, in alphabetical order.",
        ["note"] = "Anything to add.",
        ["title"] = "What it is about.",
        ["kind"] = "What kind of interaction it was.",
        ["summary"] = "One line, which search finds.",
        ["body"] = "The whole of it; null where there is no more than the summary.",
        ["durationMinutes"] = "How long it took; null where that is not known.",
        ["relatedContactId"] = "The id of the other contact.",
        ["relatedContactName"] = "The other contact's name.",
        ["reminderId"] = "The id of the reminder.",
        ["timeZone"] = "The IANA time zone whose wall-clock time the occurrences keep.",
        ["rrule"] = "The rule of the occurrences (RFC 5545, 3.3.10); null for a single one.",
        ["displayName"] = "How the person wants to be called.",
        ["hasPassword"] = "Whether the account has a password to sign in with.",
        ["password"] = "The password of the account.",
        ["tokenType"] = "How to send the access token; always \"Bearer\" (RFC 6750).",
        ["format"] = "What the file is written as.",
        ["fileName"] = "The name that the upload gave; null where it gave none.",
        ["contacts"] = "How many contacts have it; deleted ones do not count.",
        ["contactIds"] = "The ids of the contacts.",
        ["field"] = "The field of the contact.",
        ["label"] = "What it is for, such as work or home.",
        ["number"] = "The number as it was written.",
        ["street"] = "Street and house number.",
        ["city"] = "City or town.",
        ["region"] = "State, province or region.",
        ["postalCode"] = "Postal code.",
        ["country"] = "Country, by its name.",
        ["ImportRowView.line"] = "The line of the file that the row starts on, from 1.",
        ["ImportRowView.contact"] = "The contact that the row becomes; null where it has errors.",
        ["ImportRowView.errors"] = "What is wrong with the row; empty where it becomes a contact.",
        ["Duplicate.first"] = "The one contact.",
        ["Duplicate.second"] = "The other contact.",
        ["Reminder.contactId"] = "The id of the contact that it is about; null where it is about nobody.",
        ["ReminderDelivery.contactId"] = "The id of the contact that it is about; null where it is about nobody.",
        ["Reminder.status"] = "Whether it still comes due.",
        ["Relationship.kind"] = "What the other contact is to this one.",
        ["ContactSummary.name"] = "The name to show and to sort by.",
    };

    public static Task Add(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var (name, schema) in document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>())
        {
            if (string.IsNullOrEmpty(schema.Description) && Schemas.TryGetValue(name, out var description))
                schema.Description = description;
            foreach (var (property, value) in schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
                if (
                    string.IsNullOrEmpty(OwnDescription(value))
                    && (Properties.TryGetValue($"{name}.{property}", out var text) || Properties.TryGetValue(property, out text))
                )
                    // Next to a reference, it describes the property and not the referenced schema (JSON Schema 2020-12, 8.2.3.1).
                    value.Description = text;
        }
        return Task.CompletedTask;
    }

    /// <summary>The schema's own description, without that of a referenced schema.</summary>
    private static string? OwnDescription(IOpenApiSchema schema) =>
        schema is OpenApiSchemaReference reference ? reference.Reference.Description : schema.Description;
}
