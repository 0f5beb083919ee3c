using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Interactions;
using PmCrm.App.Features.Me;
using PmCrm.App.Features.Relationships;
using PmCrm.App.Features.Reminders;
using PmCrm.App.Features.Tags;
using PmCrm.App.Http;
using PmCrm.App.Jobs;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Exports;

/// <summary>Exports that the worker creates: request one, read its state, download it.</summary>
public static class ExportEndpoints
{
    private const string ExportExample = """
        {"id":"0198d0a0-5555-7000-8000-000000000001","format":"json","status":"done","size":48213,"createdAt":"2026-10-01T12:00:00+00:00",
         "finishedAt":"2026-10-01T12:00:03+00:00","expiresAt":"2026-10-02T12:00:03+00:00"}
        """;

    private const string QueuedExample = """
        {"id":"0198d0a0-5555-7000-8000-000000000001","format":"json","status":"queued","size":null,"createdAt":"2026-10-01T12:00:00+00:00",
         "finishedAt":null,"expiresAt":"2026-10-02T12:00:00+00:00"}
        """;

    public static IServiceCollection AddExports(this IServiceCollection services) =>
        services.AddSingleton<ExportStore>().AddSingleton<ExportObjects>().AddJson(ExportJson.Default);

    /// <summary>The services that the worker needs for exports: those of all exported data.</summary>
    public static IServiceCollection AddExportWork(this IServiceCollection services) =>
        services
            .AddContacts()
            .AddInteractions()
            .AddRelationships()
            .AddReminders()
            .AddTags()
            .AddAccountExport()
            .AddExports()
            .AddJobHandler<ExportJob>()
            .AddJobHandler<ContactFileJob>();

    public static RouteGroupBuilder MapExports(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/me/exports").WithTags("Account");
        group
            .MapPost("", Request)
            .WithName("RequestExport")
            .WithSummary("Request an export of all data of this account")
            .WithLocation()
            .WithDescription(
                """
                For accounts that are too large for GET /me/export. The file is stored encrypted for 24 hours after it is done; a newer one
                of the same format replaces it. A repeated request before it is done returns the same export.
                """
            )
            .WithExample("""{"format":"json"}""", QueuedExample);

        var one = group.MapGroup("/{id:guid}").ProducesProblem(StatusCodes.Status404NotFound);
        one.MapGet("", Read)
            .WithName("GetExport")
            .WithSummary("Read the state of an export")
            .WithDescription("Its status and, once done, its size.")
            .WithExample(response: ExportExample);
        one.MapGet("/content", Content)
            .WithName("GetExportContent")
            .WithSummary("Download the file of an export")
            .WithDescription("409 until it is done, or if it failed; 410 after it has expired.")
            .WithExportFile()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status410Gone);
        return group;
    }

    private static async Task<Accepted<ExportView>> Request(
        ExportRequest request,
        CurrentUser user,
        ExportStore exports,
        CancellationToken cancellationToken
    )
    {
        var export = await exports.Request(user.Id, request.Format, cancellationToken);
        return TypedResults.Accepted($"/v1/me/exports/{export.Id}", export);
    }

    private static async Task<Results<Ok<ExportView>, ProblemHttpResult>> Read(
        Guid id,
        CurrentUser user,
        ExportStore exports,
        CancellationToken cancellationToken
    ) => await exports.Find(user.Id, id, cancellationToken) is { } export ? TypedResults.Ok(export) : Problems.NotFound;

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Content(
        Guid id,
        CurrentUser user,
        ExportStore exports,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (await exports.Find(user.Id, id, cancellationToken) is not { } export)
            return Problems.NotFound;
        switch (export.Status)
        {
            case ExportStore.Done:
                // With a Content-Length, a client notices an incomplete download.
                response.ContentLength = export.Size;
                return TypedResults.Stream(
                    to => exports.CopyTo(to, user.Id, export, cancellationToken),
                    export.Format.ContentType(),
                    export.Format.FileName()
                );
            case ExportStore.Expired:
                return Problems.Of(410, "export-expired", "The export's file has been erased. Request a new one.");
            case ExportStore.Failed:
                return Problems.Of(409, "export-failed", "The export failed. Request a new one.");
            default:
                return Problems.Of(409, "export-not-done", "The export is not done yet. Check its status.");
        }
    }
}
