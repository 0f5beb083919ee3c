using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Features.Attachments;
using PmCrm.App.Features.Auth;
using PmCrm.App.Features.Enrichment;
using PmCrm.App.Features.Photos;
using PmCrm.App.Features.Recommendations;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;
using PmCrm.App.Security;

namespace PmCrm.App.Features.Me;

/// <summary>The account of the request: read, change, export, erase.</summary>
public static class MeEndpoints
{
    public static IServiceCollection AddMe(this IServiceCollection services) =>
        services.AddAccountExport().AddSingleton<DirectExport>().AddSingleton<AccountErasure>();

    /// <summary>The services that export an account; the worker needs them too.</summary>
    public static IServiceCollection AddAccountExport(this IServiceCollection services) =>
        services
            .AddSingleton<AccountStore>()
            .AddSingleton<AccountExport>()
            .AddPhotoExport()
            .AddAttachmentExport()
            .AddCadenceExport()
            .AddEnrichmentExport()
            .AddJson(MeJson.Default);

    public static RouteGroupBuilder MapMe(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/me").WithTags("Account");

        group
            .MapGet("", Find)
            .WithName("GetMe")
            .WithSummary("Read this account")
            .WithDescription("Its address, name, time zone and ways to sign in.");
        group
            .MapPatch("", Change)
            .WithName("ChangeMe")
            .WithSummary("Change this account")
            .WithDescription("The name, the time zone that new reminders follow, or both. What is absent stays.")
            .WithExample("""{"displayName":"Ada","timeZone":"Europe/Brussels"}""");
        group
            .MapGet("/export", Export)
            .WithName("ExportMe")
            .WithSummary("Export this account")
            .WithDescription(
                """
                json holds everything, private fields in clear; vcard the contacts as vCards 4.0, vcard3 as vCards 3.0, csv as a table. What vcard,
                vcard3 and csv write, an import reads back as it was. An account of more than about 90 MB is refused
                with 409: have it written with POST /v1/me/exports.
                """
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .AcceptApiTokensWith(ApiScopes.Export)
            .WithExportFile();
        group
            .MapDelete("", Erase)
            .WithName("EraseMe")
            .WithSummary("Erase this account")
            .WithDescription(
                """
                When the answer comes everything is gone and no token of the account works any more. It cannot be undone, so it needs a sign-in
                of the last 15 minutes: with the password, the second factor where there is one, or at Google or Microsoft.
                """
            )
            .RequireRecentProof();
        return group;
    }

    private static async Task<Results<Ok<Account>, ProblemHttpResult>> Find(
        CurrentUser user,
        AccountStore accounts,
        CancellationToken cancellationToken
    ) => await accounts.Find(user.Id, cancellationToken) is { } account ? TypedResults.Ok(account) : Problems.Unauthenticated;

    private static async Task<Results<Ok<Account>, ProblemHttpResult>> Change(
        AccountChange change,
        CurrentUser user,
        AccountStore accounts,
        CancellationToken cancellationToken
    )
    {
        if (change.DisplayName is not null && string.IsNullOrWhiteSpace(change.DisplayName))
            return Problems.Invalid("displayName", "must not be blank");
        if (change.TimeZone is not null && !TimeZones.TryFind(change.TimeZone, out _))
            return Problems.Invalid("timeZone", TimeZones.Rule);
        return await accounts.Change(user.Id, change, cancellationToken) is { } account
            ? TypedResults.Ok(account)
            : Problems.Unauthenticated;
    }

    private static Task<Results<FileStreamHttpResult, ProblemHttpResult>> Export(
        CurrentUser user,
        DirectExport export,
        HttpResponse response,
        CancellationToken cancellationToken,
        [Description("What the file is: \"json\", \"vcard\", \"vcard3\" or \"csv\"."), RegularExpression("json|vcard3|vcard|csv")]
            string format = "json"
    ) => export.Answer(user.Id, Enum.Parse<ExportFormat>(format, ignoreCase: true), response, cancellationToken);

    private static async Task<NoContent> Erase(CurrentUser user, AccountErasure accounts, CancellationToken cancellationToken)
    {
        await accounts.Erase(user.Id, cancellationToken);
        return TypedResults.NoContent();
    }
}
