using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using PmCrm.App.Data;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Import;

/// <summary>An uploaded file: how it was read, and the state of its import.</summary>
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

    [Description("Rows with values that are not imported exactly as they are; each lists them, and what is imported instead.")]
    public int ChangeCount { get; init; }

    [Description("Rows whose contact already exists.")]
    public int MatchCount { get; init; }

    [Description(
        "\"skip\", \"update\" or \"create\": what is done with those rows, unless a row says otherwise; null until the import is confirmed."
    )]
    public string? OnMatch { get; init; }

    [Description("Contacts that were created.")]
    public required int ImportedCount { get; init; }

    [Description("Existing contacts that were updated from the file.")]
    public int UpdatedCount { get; init; }

    [Description("Rows that were left out: their contact already existed, or they were set to be skipped.")]
    public int SkippedCount { get; init; }

    [Description("Pictures in the file that become photos of its contacts. The worker puts them into place after the import is done.")]
    public int PhotoCount { get; init; }

    [Description("Of those, photos that are in place.")]
    public int KeptPhotoCount { get; init; }

    [Description("Of those, pictures that could not be kept: the account has no room any more, or the contact is gone.")]
    public int LostPhotoCount { get; init; }

    [Description("Encoding of the file, for example \"utf-8\", \"utf-16\" or \"windows-1252\".")]
    public string? Encoding { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    [Description("When the upload and its rows are deleted.")]
    public required DateTimeOffset ExpiresAt { get; init; }

    [Description("Groups without members, which become no tag; only in the answer to the upload.")]
    public IReadOnlyList<string>? Ignored { get; init; }
}

/// <summary>What is done with a row of an import.</summary>
public enum ImportAction
{
    /// <summary>Create a new contact, even if a similar one exists.</summary>
    Create,

    /// <summary>Update the existing contact with the row's values; other fields stay unchanged.</summary>
    Update,

    /// <summary>Leave the row out.</summary>
    Skip,
}

internal static class ImportActions
{
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

    /// <summary>Parses a name from the database.</summary>
    /// <exception cref="NewerVersionException">A newer version wrote an action that this one does not know.</exception>
    public static ImportAction Parse(string name) =>
        TryParse(name, out var action) ? action : throw new NewerVersionException("import_rows.action");
}

/// <summary>The existing contact that matches a row.</summary>
public sealed record ImportMatchView(
    [property: Description("The contact's id.")] Guid ContactId,
    [property: Description("The contact's name.")] string Name,
    [property: Description("What matches: \"id\", \"externalId\", \"email\", \"phone\" or \"name\".")] string By
);

/// <summary>A picture of a row.</summary>
public sealed record ImportPhotoView(
    [property: Description("image/jpeg, image/png or image/webp, as its bytes say.")] string ContentType,
    [property: Description("In pixels.")] int Width,
    [property: Description("In pixels.")] int Height,
    [property: Description("In bytes.")] int Size
);

/// <summary>A row of an import: the contact that it becomes, or its errors.</summary>
public sealed record ImportRowView(
    [property: Description("The line in the file where the row starts, from 1.")] int Line,
    [property: Description("The contact that the row becomes; null if it has errors.")] ContactFields? Contact,
    [property: Description("Why the row cannot become a contact.")] IReadOnlyList<ImportError> Errors,
    [property: Description("Values that are not imported exactly as they are in the file.")] IReadOnlyList<ImportChange> Changes,
    [property: Description("The matching existing contact; null if there is none.")] ImportMatchView? Match,
    [property: Description("\"create\", \"update\" or \"skip\"; null to use the setting of the import.")] string? Action,
    [property: Description("The picture that becomes the contact's photo; null if there is none.")] ImportPhotoView? Photo
);

/// <summary>A change of a row by the person who imports it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ImportRowChange
{
    [Description("The line of the row, as in the list of rows."), Range(1, int.MaxValue)]
    public required int Line { get; init; }

    [Description("The contact that the row becomes instead, with all of its fields. Absent or null keeps the current one.")]
    public ContactFields? Contact { get; init; }

    [Description("What is done with the row: \"create\", \"update\" or \"skip\". Absent or null keeps the current action.")]
    [OneOf("create", "update", "skip")]
    public string? Action { get; init; }
}

/// <summary>Selects the rows of a list.</summary>
public sealed record ImportRowFilter(bool ErrorsOnly, bool ChangesOnly, bool MatchesOnly);

/// <summary>A picture of a row as it is stored.</summary>
/// <param name="Size">In bytes, of the picture.</param>
/// <param name="Content">Encrypted.</param>
internal sealed record ImportPhoto(int Line, string ContentType, int Width, int Height, int Size, byte[] Content);

/// <summary>A row of a confirmed import, and the action for it.</summary>
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
