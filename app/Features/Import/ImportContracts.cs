using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Import;

/// <summary>An uploaded file: how it was read, and what has become of it.</summary>
public sealed record ImportView
{
    public required Guid Id { get; init; }

    [Description("\"csv\" or \"vcard\".")]
    public required string Format { get; init; }

    public string? FileName { get; init; }

    [Description("\"previewed\" until it is confirmed, \"confirmed\" until it is \"done\" or \"failed\".")]
    public required string Status { get; init; }

    [Description("Rows of the file that are not blank.")]
    public required int RowCount { get; init; }

    [Description("Rows that cannot become a contact.")]
    public required int ErrorCount { get; init; }

    [Description("Rows of which something is not imported as it stands in the file; each says what, and what is imported instead.")]
    public int ChangeCount { get; init; }

    [Description("Rows whose contact is there already.")]
    public int MatchCount { get; init; }

    [Description(
        "\"skip\", \"update\" or \"create\": what is done with those, unless a row says otherwise; null until the import is confirmed."
    )]
    public string? OnMatch { get; init; }

    [Description("Contacts that were created.")]
    public required int ImportedCount { get; init; }

    [Description("Contacts that were there and took over what the file says.")]
    public int UpdatedCount { get; init; }

    [Description("Rows that were left out: their contact was there, or they were to be skipped.")]
    public int SkippedCount { get; init; }

    [Description("How the file was read: \"utf-8\", \"utf-16\" or \"windows-1252\", for example.")]
    public string? Encoding { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    [Description("When the upload is forgotten, with what it would import.")]
    public required DateTimeOffset ExpiresAt { get; init; }

    [Description("Groups without members, which become no tag; told with the upload only.")]
    public IReadOnlyList<string>? Ignored { get; init; }
}

/// <summary>What is done with a row of an import.</summary>
public enum ImportAction
{
    /// <summary>A new contact is made, whether one like it is there or not.</summary>
    Create,

    /// <summary>The contact that is there takes over what the row says and keeps what the row says nothing of.</summary>
    Update,

    /// <summary>The row is left out.</summary>
    Skip,
}

internal static class ImportActions
{
    public const string Pattern = "^(skip|update|create)$";
    public const string Rule = "must be skip, update or create";

    public static string Name(this ImportAction action) => action.ToString().ToLowerInvariant();

    public static bool TryParse(string name, out ImportAction action)
    {
        action = name switch
        {
            "create" => ImportAction.Create,
            "update" => ImportAction.Update,
            _ => ImportAction.Skip,
        };
        return name == action.Name();
    }

    /// <summary>A name that the database's constraint lets through.</summary>
    public static ImportAction Parse(string name) =>
        TryParse(name, out var action) ? action : throw new InvalidOperationException("The row's action is unknown.");
}

/// <summary>The contact that a row is about.</summary>
public sealed record ImportMatchView(
    [property: Description("The contact's id.")] Guid ContactId,
    [property: Description("The contact's name.")] string Name,
    [property: Description("What both have: \"id\", \"externalId\", \"email\", \"phone\" or \"name\".")] string By
);

/// <summary>A row of an import: the contact that it becomes, or what is wrong with it.</summary>
public sealed record ImportRowView(
    [property: Description("The line of the file that the row starts on, from 1.")] int Line,
    [property: Description("The contact that the row becomes; null where it has errors.")] ContactFields? Contact,
    [property: Description("Why the row becomes no contact.")] IReadOnlyList<ImportError> Errors,
    [property: Description("Values that are not imported as they stand in the file.")] IReadOnlyList<ImportChange> Changes,
    [property: Description("The contact that is there already; null where there is none.")] ImportMatchView? Match,
    [property: Description("\"create\", \"update\" or \"skip\"; null for what the import does with rows like it.")] string? Action
);

/// <summary>What becomes of a row, changed by the person who imports it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ImportRowChange
{
    [Description("The line of the row, as the list of rows has it."), Range(1, int.MaxValue)]
    public required int Line { get; init; }

    [Description("The contact that the row becomes instead: all of its fields. Absent or null keeps it.")]
    public ContactFields? Contact { get; init; }

    [Description("What is done with the row: \"create\", \"update\" or \"skip\". Absent or null keeps it.")]
    [RegularExpression(ImportActions.Pattern), StringLength(6)]
    public string? Action { get; init; }
}

/// <summary>Which rows a list has.</summary>
public sealed record ImportRowFilter(bool ErrorsOnly, bool ChangesOnly, bool MatchesOnly);

/// <summary>A row of a confirmed import, and what is done with it.</summary>
internal sealed record ConfirmedRow(int Line, ContactFields Contact, Guid? MatchId, ImportAction Action);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ImportView))]
[JsonSerializable(typeof(Page<ImportRowView>))]
[JsonSerializable(typeof(ImportRowView))]
[JsonSerializable(typeof(ImportRowChange))]
[JsonSerializable(typeof(IReadOnlyList<ImportError>))]
[JsonSerializable(typeof(IReadOnlyList<ImportChange>))]
internal sealed partial class ImportJson : JsonSerializerContext;
