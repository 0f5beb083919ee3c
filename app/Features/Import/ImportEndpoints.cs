using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Features.ContactFiles;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Http;
using PmCrm.App.Jobs;
using PmCrm.App.Load;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Import;

/// <summary>Importing contacts: upload, look at the preview, confirm.</summary>
public static class ImportEndpoints
{
    private static readonly string[] CsvTypes = ["text/csv", "application/csv"];
    private static readonly string[] VCardTypes = ["text/vcard", "text/x-vcard", "text/directory"];

    private const string ImportExample = """
        {"id":"0198d0a0-3333-7000-8000-000000000001","format":"csv","fileName":"contacts.csv","status":"previewed","rowCount":2,"errorCount":1,
         "importedCount":0,"createdAt":"2026-10-01T12:00:00+00:00","finishedAt":null,"expiresAt":"2026-10-02T12:00:00+00:00","ignored":["favourite"]}
        """;

    public static IServiceCollection AddImport(this IServiceCollection services) =>
        services.AddSingleton<ImportStore>().AddJson(ImportJson.Default);

    /// <summary>What the worker needs to do imports.</summary>
    public static IServiceCollection AddImportWork(this IServiceCollection services) =>
        services.AddSingleton<ContactCipher>().AddSingleton<ContactStore>().AddSingleton<ImportStore>().AddJobHandler<ImportJob>();

    public static RouteGroupBuilder MapImport(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/contacts/import").WithTags("Import");
        group
            .MapPost("", Upload)
            .WithName("UploadImport")
            .WithSummary("Upload contacts as CSV or vCard")
            .WithDescription(
                """
                The file is the body. CSV has a header; our own names, and those of Google Contacts and Outlook, are understood. vCard is 3.0 or 4.0.
                At most 10,000 contacts, 16 MiB and 500 columns. Nothing is imported yet: look at the rows, then confirm.
                """
            )
            .Accepts<string>(CsvTypes[0], [.. CsvTypes[1..], .. VCardTypes])
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithExample("\"name,email,favourite\\nAnna Muster,anna@example.com,yes\\nBert,not an address,no\\n\"", ImportExample);

        var one = group.MapGroup("/{id:guid}").ProducesProblem(StatusCodes.Status404NotFound);
        one.MapGet("", Read)
            .WithName("GetImport")
            .WithSummary("Read the state of an import")
            .WithDescription("Its status, the number of rows, and of those with errors.")
            .WithExample(response: ImportExample);
        one.MapGet("/rows", Rows)
            .WithName("ListImportRows")
            .WithSummary("List the rows of an import, with their errors")
            .WithDescription("In the order of the file. Until the import is done: then the rows are contacts.")
            .WithExample(
                response: """
                {"items":[{"line":3,"contact":null,"errors":[{"line":3,"field":"emails[0]","message":"must be an e-mail address such as name@example.com, at most 254 characters"}]}],"next":null}
                """
            );
        one.MapPost("/confirm", Confirm)
            .WithName("ConfirmImport")
            .WithLocation()
            .WithSummary("Import the uploaded contacts")
            .WithDescription(
                "All of them, or none: rows with errors are refused unless skipErrors leaves them out. Confirming again changes nothing."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithExample(response: ImportExample);
        one.MapDelete("", Discard)
            .WithName("DiscardImport")
            .WithSummary("Discard an upload")
            .WithDescription("Only one that was not confirmed.");
        return group;
    }

    private static async Task<Results<Created<ImportView>, ProblemHttpResult>> Upload(
        CurrentUser user,
        ImportStore imports,
        Spool spool,
        HttpRequest request,
        CancellationToken cancellationToken,
        [Description("The name of the file, to tell uploads apart."), StringLength(255, MinimumLength = 1)] string? fileName = null
    )
    {
        if (fileName?.Any(char.IsControl) == true)
            return Problems.Invalid("fileName", "must not contain control characters");
        // A file is larger than the documents that the server's limit is made for.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = ImportLimits.FileBytes;
        var isVCard = VCardTypes.Contains(MediaType(request), StringComparer.OrdinalIgnoreCase);
        try
        {
            // The whole file first: nothing else waits for a client that sends slowly.
            await using var file = spool.Create(user.Id.ToString("N"));
            await request.Body.CopyToAsync(file, cancellationToken);
            var view = await imports.Preview(
                user.Id,
                isVCard ? "vcard" : "csv",
                fileName,
                () => isVCard ? new VCardContactReader() : new CsvContactReader(),
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
        CancellationToken cancellationToken,
        [Description("Only rows that cannot become a contact.")] bool errorsOnly = false,
        [Description("The next of the page before.")] string? cursor = null,
        [Description("How many rows the page may have."), Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        var afterLine = 0;
        if (cursor is not null && !ImportStore.TryReadCursor(cursor, id, out afterLine))
            return Problems.InvalidCursor;
        if (await imports.Find(user.Id, id, cancellationToken) is null)
            return Problems.NotFound;
        return TypedResults.Ok(await imports.Rows(user.Id, id, errorsOnly, afterLine, limit, cancellationToken));
    }

    private static async Task<Results<Accepted<ImportView>, ProblemHttpResult>> Confirm(
        Guid id,
        CurrentUser user,
        ImportStore imports,
        CancellationToken cancellationToken,
        [Description("Leave out the rows with errors instead of refusing the whole.")] bool skipErrors = false
    )
    {
        var (outcome, import) = await imports.Confirm(user.Id, id, skipErrors, cancellationToken);
        return outcome switch
        {
            ConfirmOutcome.Done => TypedResults.Accepted($"/v1/contacts/import/{id}", import),
            ConfirmOutcome.HasErrors => Problems.Of(
                409,
                "import-has-errors",
                $"{import!.ErrorCount} of {import.RowCount} rows have errors. Mend the file and upload it again, or confirm with skipErrors=true."
            ),
            ConfirmOutcome.Impossible => Problems.Of(
                409,
                "nothing-to-import",
                "The import has failed, or none of its rows can become a contact."
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
