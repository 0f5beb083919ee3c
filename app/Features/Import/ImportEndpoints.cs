using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Storage;
using PmCrm.App.Http;
using PmCrm.App.Jobs;
using PmCrm.App.Load;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Import;

/// <summary>Import of contacts: upload, review the preview, confirm.</summary>
public static class ImportEndpoints
{
    private static readonly string[] CsvTypes = ["text/csv", "application/csv"];
    private static readonly string[] VCardTypes = ["text/vcard", "text/x-vcard", "text/directory"];

    private const string ImportExample = """
        {"id":"0198d0a0-3333-7000-8000-000000000001","format":"csv","fileName":"contacts.csv","status":"previewed","rowCount":2,"errorCount":0,
         "changeCount":1,"matchCount":0,"onMatch":null,"importedCount":0,"updatedCount":0,"skippedCount":0,
         "photoCount":0,"keptPhotoCount":0,"lostPhotoCount":0,"encoding":"utf-8","createdAt":"2026-10-01T12:00:00+00:00","finishedAt":null,"expiresAt":"2026-10-02T12:00:00+00:00","ignored":[]}
        """;

    private const string RowExample = """
        {"line":2,"contact":{"name":"Bert","emails":[],"phones":[],"addresses":[],"company":null,"jobTitle":null,"birthday":null,"notes":null,
         "privateNotes":null,"tags":[],"nickname":null,"department":null,"emailLabels":[],"dates":[],"websites":[],"profiles":[],"relatedPeople":[],
         "customFields":[{"label":"E-mail","value":"not an address"},{"label":"favourite","value":"no"}],"externalId":null},"errors":[],
         "changes":[{"line":2,"field":"emails","value":"not an address","reason":"is not an e-mail address such as name@example.com","result":"customField"}],
         "match":null,"action":null,"photo":null}
        """;

    public static IServiceCollection AddImport(this IServiceCollection services) =>
        services.AddSingleton<ImportMatches>().AddSingleton<ImportRows>().AddSingleton<ImportStore>().AddJson(ImportJson.Default);

    /// <summary>The services that the worker needs for imports.</summary>
    public static IServiceCollection AddImportWork(this IServiceCollection services) =>
        services
            .AddSingleton<ContactCipher>()
            .AddSingleton<ContactStore>()
            .AddSingleton<ImportMatches>()
            .AddSingleton<ImportRows>()
            .AddSingleton<ImportStore>()
            .AddJobHandler<ImportJob>()
            .AddWorkSource<ImportPhotoWork>();

    public static RouteGroupBuilder MapImport(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/contacts/import").WithTags("Import");
        group
            .MapPost("", Upload)
            .WithName("UploadImport")
            .WithSummary("Upload contacts as CSV or vCard")
            .WithDescription(
                """
                The file is the body. CSV must have a header with our own names or those of Google Contacts, Outlook, Outlook.com or
                Thunderbird; the values of unknown columns become custom fields. vCard can be version 2.1, 3.0 or 4.0; its groups become
                tags. UTF-8, UTF-16 and windows-1252 are detected; a file in another code page is refused unless Content-Type names it, for
                example text/csv; charset=windows-1251. At most 10,000 contacts, 16 MiB and 500 columns. If object storage is configured,
                a picture in a card (JPEG, PNG or WebP, at most 1 MiB) becomes the contact's photo. The URL of a picture becomes a custom
                field; nothing is downloaded. Nothing is imported yet: review the rows, change them if needed, then confirm.
                """
            )
            .WithMetadata(new ReadsCharsets())
            .Accepts<string>(CsvTypes[0], [.. CsvTypes[1..], .. VCardTypes])
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithExample("\"name,email,favourite\\nAnna Muster,anna@example.com,yes\\nBert,not an address,no\\n\"", ImportExample);

        var one = group.MapGroup("/{id:guid}").ProducesProblem(StatusCodes.Status404NotFound);
        one.MapGet("", Read)
            .WithName("GetImport")
            .WithSummary("Read the state of an import")
            .WithDescription("Its status, the number of rows, and the number of rows with errors.")
            .WithExample(response: ImportExample);
        one.MapGet("/rows", Rows)
            .WithName("ListImportRows")
            .WithSummary("List the rows of an import, with their errors")
            .WithDescription(
                "In the order of the file, with changed values and the matching existing contact. Available until "
                    + "the import is done; then the rows are contacts."
            )
            .WithExample(response: $$"""{"items":[{{RowExample}}],"next":null}""");
        // ContactRules validates the contact, with one message per field as in other operations.
        one.MapPatch("/rows", ChangeRow)
            .WithName("ChangeImportRow")
            .WithSummary("Change a row of an import")
            .DisableValidation()
            .WithDescription(
                "Replaces its contact, which also fixes a row with errors, or sets its action. Possible until the import is confirmed."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample("""{"line":2,"contact":{"name":"Bert","emails":["bert@example.com"]},"action":"create"}""", RowExample);
        one.MapPost("/confirm", Confirm)
            .WithName("ConfirmImport")
            .WithLocation()
            .WithSummary("Import the uploaded contacts")
            .WithDescription(
                "All rows or none: rows with errors are refused unless skipErrors is set. Rows whose contact already exists are skipped "
                    + "unless onMatch, or the row itself, says otherwise. Confirming again changes nothing."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(response: ImportExample);
        one.MapDelete("", Discard)
            .WithName("DiscardImport")
            .WithSummary("Discard an upload")
            .WithDescription("Only before it is confirmed.");
        return group;
    }

    private static async Task<Results<Created<ImportView>, ProblemHttpResult>> Upload(
        CurrentUser user,
        ImportStore imports,
        Spool spool,
        ObjectStorage storage,
        TimeProvider clock,
        HttpRequest request,
        CancellationToken cancellationToken,
        [Description("The name of the file, to tell uploads apart."), StringLength(255, MinimumLength = 1)] string? fileName = null
    )
    {
        if (fileName?.Any(char.IsControl) == true)
            return Problems.Invalid("fileName", "must not contain control characters");
        // A file is larger than the JSON documents that the server's limit is for.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = ImportLimits.FileBytes;
        var isVCard = VCardTypes.Contains(MediaType(request), StringComparer.OrdinalIgnoreCase);
        var charset = HeaderUtilities.RemoveQuotes(request.GetTypedHeaders().ContentType?.Charset ?? default).ToString();
        var encoding = charset.Length == 0 ? null : FileText.Named(charset);
        if (charset.Length > 0 && encoding is null)
            return Problems.Of(
                415,
                "unsupported-media-type",
                "The charset of the file is not known. Accepted: utf-8, utf-16, and code pages such as windows-1251 or shift_jis."
            );
        try
        {
            // The whole file is received first, so that nothing else waits for a slow client.
            await using var file = spool.Create(user.Id.ToString("N"));
            await request.Body.CopyToAsync(file, cancellationToken);
            var view = await imports.Preview(
                user.Id,
                isVCard ? "vcard" : "csv",
                fileName,
                () => isVCard ? new VCardContactReader(storage.IsOn, encoding) : new CsvContactReader(clock, encoding),
                file,
                cancellationToken
            );
            return TypedResults.Created($"/v1/contacts/import/{view.Id}", view);
        }
        catch (ImportFileException exception)
        {
            return Problems.Of(422, "unreadable-import", exception.Message);
        }
    }

    private static async Task<Results<Ok<ImportView>, ProblemHttpResult>> Read(
        Guid id,
        CurrentUser user,
        ImportStore imports,
        CancellationToken cancellationToken
    ) => await imports.Find(user.Id, id, cancellationToken) is { } import ? TypedResults.Ok(import) : Problems.NotFound;

    private static async Task<Results<Ok<Page<ImportRowView>>, ProblemHttpResult>> Rows(
        Guid id,
        CurrentUser user,
        ImportStore imports,
        ImportRows rows,
        CancellationToken cancellationToken,
        [Description("Only rows that cannot become a contact.")] bool errorsOnly = false,
        [Description("Only rows with values that are not imported exactly as they are.")] bool changesOnly = false,
        [Description("Only rows whose contact already exists.")] bool matchesOnly = false,
        [Description("The value of next in the previous page.")] string? cursor = null,
        [Description("Maximum number of rows in the page."), Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        var afterLine = 0;
        if (cursor is not null && !ImportRows.TryReadCursor(cursor, id, out afterLine))
            return Problems.InvalidCursor;
        if (await imports.Find(user.Id, id, cancellationToken) is null)
            return Problems.NotFound;
        return TypedResults.Ok(
            await rows.Rows(user.Id, id, new(errorsOnly, changesOnly, matchesOnly), afterLine, limit, cancellationToken)
        );
    }

    private static async Task<Results<Ok<ImportRowView>, ProblemHttpResult>> ChangeRow(
        Guid id,
        ImportRowChange body,
        CurrentUser user,
        ImportRows rows,
        CancellationToken cancellationToken
    )
    {
        var contact = body.Contact is null ? null : ContactRules.Normalize(body.Contact);
        if (contact is not null && ContactEndpoints.Problem(contact) is { } problem)
            return problem;
        ImportAction? action = null;
        if (body.Action is not null)
        {
            if (!ImportActions.TryParse(body.Action, out var wanted))
                return Problems.Invalid("action", ImportActions.Rule);
            action = wanted;
        }
        var (isOpen, row) = await rows.Change(user.Id, id, body.Line, contact, action, cancellationToken);
        if (!isOpen)
            return Problems.Of(409, "import-confirmed", "The import is already confirmed: its rows can no longer be changed.");
        return row is null ? Problems.NotFound : TypedResults.Ok(row);
    }

    private static async Task<Results<Accepted<ImportView>, ProblemHttpResult>> Confirm(
        Guid id,
        CurrentUser user,
        ImportStore imports,
        CancellationToken cancellationToken,
        [Description("Leave out the rows with errors instead of refusing the import.")] bool skipErrors = false,
        [
            Description("For rows with an existing contact: \"skip\" leaves them out, \"update\" updates it, \"create\" adds another."),
            OneOf("skip", "update", "create")
        ]
            string onMatch = "skip"
    )
    {
        var action = ImportActions.Parse(onMatch);
        var (outcome, import) = await imports.Confirm(user.Id, id, skipErrors, action, cancellationToken);
        return outcome switch
        {
            ConfirmOutcome.Done => TypedResults.Accepted($"/v1/contacts/import/{id}", import),
            ConfirmOutcome.HasErrors => Problems.Of(
                409,
                "import-has-errors",
                $"{import!.ErrorCount} of {import.RowCount} rows have errors. Change them with PATCH …/rows, or confirm with skipErrors=true."
            ),
            ConfirmOutcome.Impossible => Problems.Of(
                409,
                "nothing-to-import",
                "The import failed, or none of its rows can become a contact."
            ),
            _ => Problems.NotFound,
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Discard(
        Guid id,
        CurrentUser user,
        ImportStore imports,
        CancellationToken cancellationToken
    ) => await imports.Discard(user.Id, id, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound;

    private static string MediaType(HttpRequest request) => request.GetTypedHeaders().ContentType?.MediaType.ToString() ?? "";
}
