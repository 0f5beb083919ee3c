using System.ComponentModel;
using System.Text.Json.Serialization;
using PmCrm.App.Features.Me;

namespace PmCrm.App.Features.Exports;

/// <param name="Format">
/// json has all data, with private fields not encrypted; vcard has the contacts as vCards 4.0, vcard3 as vCards 3.0, csv as a table.
/// </param>
public sealed record ExportRequest(ExportFormat Format);

/// <summary>A requested export and its state.</summary>
public sealed record ExportView
{
    public required Guid Id { get; init; }

    public required ExportFormat Format { get; init; }

    [Description("\"queued\" until it is \"done\" or \"failed\"; \"expired\" once its file is gone.")]
    public required string Status { get; init; }

    [Description("The file's size in bytes; null until it is done.")]
    public long? Size { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    [Description("When the file is erased.")]
    public required DateTimeOffset ExpiresAt { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExportRequest))]
[JsonSerializable(typeof(ExportView))]
internal sealed partial class ExportJson : JsonSerializerContext;
