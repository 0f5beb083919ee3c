using System.ComponentModel;
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

    [Description("Contacts that were created.")]
    public required int ImportedCount { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    [Description("When the upload is forgotten, with what it would import.")]
    public required DateTimeOffset ExpiresAt { get; init; }

    [Description("Columns or properties that a contact has no place for; told with the upload only.")]
    public IReadOnlyList<string>? Ignored { get; init; }
}

/// <summary>A row of an import: the contact that it becomes, or what is wrong with it.</summary>
public sealed record ImportRowView(int Line, ContactFields? Contact, IReadOnlyList<ImportError> Errors);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ImportView))]
[JsonSerializable(typeof(Page<ImportRowView>))]
[JsonSerializable(typeof(IReadOnlyList<ImportError>))]
internal sealed partial class ImportJson : JsonSerializerContext;
