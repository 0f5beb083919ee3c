using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
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
    /// <summary>Seconds until a client may try again to erase an account whose job is running.</summary>
    private const int RetryAfterBusy = 10;

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
            .WithDescription("The name, the time zone of new reminders, or both. Members that are absent do not change.")
            .WithExample("""{"displayName":"Ada","timeZone":"Europe/Brussels"}""");
        group
            .MapGet("/export", Export)
            .WithName("ExportMe")
            .WithSummary("Export this account")
            .WithDescription(
                """
                json has all data, with private fields not encrypted; vcard has the contacts as vCards 4.0, vcard3 as vCards 3.0, csv as a
                table. An import restores what vcard, vcard3 and csv contain. No format contains photos: json lists them, and GetContactPhoto
                reads each. An account of more than about 90 MB is refused with 409: use POST /v1/me/exports.
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
                After the answer, all data is gone and no token of the account works. It cannot be undone, so it needs a sign-in within the
                last 15 minutes: with the password, the second factor if there is one, or Google or Microsoft. While a job of the account
                runs, such as an import or an export, it is refused with 503 (account-busy) after 5 seconds, and nothing is erased.
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

    private static Task<Results<FileStreamHttpResult, PushStreamHttpResult, ProblemHttpResult>> Export(
        CurrentUser user,
        DirectExport export,
        HttpResponse response,
        CancellationToken cancellationToken,
        [Description("The file's format: \"json\", \"vcard\", \"vcard3\" or \"csv\"."), OneOf("json", "vcard", "vcard3", "csv")]
            string format = "json"
    ) => export.Answer(user.Id, Enum.Parse<ExportFormat>(format, ignoreCase: true), response, cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> Erase(
        CurrentUser user,
        AccountErasure accounts,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (await accounts.TryErase(user.Id, cancellationToken))
            return TypedResults.NoContent();
        response.Headers.RetryAfter = RetryAfterBusy.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(
            503,
            "account-busy",
            "A job of this account is running, such as an import or an export, or another request. Nothing was erased. Try again shortly."
        );
    }
}
