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
        ["ExportRequest"] = "The format of an export.",
        ["Interaction"] = "Something that happened with a contact.",
        ["InteractionKind"] = "The kind of an interaction.",
        ["LoginRequest"] = "An account and its password.",
        ["MergeRequest"] = "The contact to merge.",
        ["MergeTagRequest"] = "The tag to merge into.",
        ["RefreshRequest"] = "The refresh token to exchange.",
        ["RegisterResponse"] = "The answer to a registration.",
        ["Relationship"] = "How another contact is related to this one.",
        ["Reminder"] = "A reminder, single or recurring.",
        ["ReminderStatus"] = "Whether a reminder will come due again.",
        ["RenameTagRequest"] = "A tag's new name.",
        ["SearchResponse"] = "The results of a search, and how they were found.",
        ["SnoozeRequest"] = "When to remind again.",
        ["TokenResponse"] = "The tokens of a session.",
    };

    /// <summary>By the property's name; with the schema's name in front if the meaning differs in that schema.</summary>
    private static readonly Dictionary<string, string> Properties = new()
    {
        ["id"] = "The id, a UUID.",
        ["contactId"] = "The id of the contact.",
        ["createdAt"] = "When it was created.",
        ["updatedAt"] = "When it was last changed.",
        ["deletedAt"] = "When it was deleted; null if it is not deleted.",
        ["completedAt"] = "When the person marked it as done; null while it is open.",
        ["finishedAt"] = "When it finished or failed; null until then.",
        ["deliveredAt"] = "When it was delivered.",
        ["occurredAt"] = "When it happened.",
        ["occurrenceAt"] = "The time of the occurrence; earlier than the delivery's if it was snoozed.",
        ["startsAt"] = "The first occurrence.",
        ["lastInteractionAt"] = "When the latest interaction with the contact was; null if there is none.",
        ["name"] = "The name.",
        ["email"] = "The e-mail address of the account.",
        ["emails"] = "E-mail addresses, preferred one first.",
        ["company"] = "The company that the contact works for.",
        ["jobTitle"] = "The contact's position in the company.",
        ["birthday"] = "The date of birth.",
        ["tags"] = "Names of tags, in alphabetical order.",
        ["note"] = "A free text.",
        ["title"] = "A short text that says what it is about.",
        ["kind"] = "The kind of interaction.",
        ["summary"] = "One line; it is searchable.",
        ["body"] = "The full text; null if there is only the summary.",
        ["durationMinutes"] = "Duration in minutes; null if it is unknown.",
        ["relatedContactId"] = "The id of the other contact.",
        ["relatedContactName"] = "The other contact's name.",
        ["reminderId"] = "The id of the reminder.",
        ["timeZone"] = "The IANA time zone in whose local time the occurrences are.",
        ["rrule"] = "The rule of the occurrences (RFC 5545, 3.3.10); null for a single one.",
        ["displayName"] = "The person's name as they want to see it.",
        ["hasPassword"] = "Whether the account has a password.",
        ["password"] = "The password of the account.",
        ["tokenType"] = "How to send the access token; always \"Bearer\" (RFC 6750).",
        ["format"] = "The format of the file.",
        ["fileName"] = "The name from the upload; null if it had none.",
        ["contacts"] = "Number of contacts, without deleted ones.",
        ["contactIds"] = "The ids of the contacts.",
        ["field"] = "The field of the contact.",
        ["label"] = "What it is for, such as work or home.",
        ["number"] = "The number as it was written.",
        ["street"] = "Street and house number.",
        ["city"] = "City or town.",
        ["region"] = "State, province or region.",
        ["postalCode"] = "Postal code.",
        ["country"] = "Country, by its name.",
        ["ImportRowView.line"] = "The line in the file where the row starts, from 1.",
        ["ImportRowView.contact"] = "The contact that the row becomes; null if it has errors.",
        ["ImportRowView.errors"] = "The errors in the row; empty if it becomes a contact.",
        ["Duplicate.first"] = "One of the two contacts.",
        ["Duplicate.second"] = "The other contact.",
        ["Reminder.contactId"] = "The id of the contact that it is about; null for none.",
        ["ReminderDelivery.contactId"] = "The id of the contact that it is about; null for none.",
        ["Reminder.status"] = "Whether it will come due again.",
        ["Relationship.kind"] = "How the other contact is related to this one.",
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
