using PmCrm.App.Features.AccountSecurity;
using PmCrm.App.Features.Addresses;
using PmCrm.App.Features.ApiTokens;
using PmCrm.App.Features.Attachments;
using PmCrm.App.Features.Auth;
using PmCrm.App.Features.Availability;
using PmCrm.App.Features.BulkContacts;
using PmCrm.App.Features.Calendar;
using PmCrm.App.Features.Contacts;
using PmCrm.App.Features.Duplicates;
using PmCrm.App.Features.Enrichment;
using PmCrm.App.Features.Exports;
using PmCrm.App.Features.Import;
using PmCrm.App.Features.Interactions;
using PmCrm.App.Features.Me;
using PmCrm.App.Features.Merge;
using PmCrm.App.Features.Messages;
using PmCrm.App.Features.Photos;
using PmCrm.App.Features.Recommendations;
using PmCrm.App.Features.Relationships;
using PmCrm.App.Features.Reminders;
using PmCrm.App.Features.Search;
using PmCrm.App.Features.SignIn;
using PmCrm.App.Features.Tags;
using PmCrm.App.Features.Timeline;
using PmCrm.App.Features.UpcomingDates;
using PmCrm.App.Features.WhatsApp;
using PmCrm.App.Http;
using PmCrm.App.Security;

namespace PmCrm.App.Commands;

/// <summary>All features, one per line.</summary>
public static class FeatureList
{
    /// <summary>The services of the features' handlers.</summary>
    public static IServiceCollection AddFeatures(this IServiceCollection services) =>
        services
            .AddAuth()
            .AddAddresses()
            .AddAccountSecurity()
            .AddApiTokens()
            .AddSignIn()
            .AddContacts()
            .AddBulkContacts()
            .AddUpcomingDates()
            .AddDuplicates()
            .AddMerge()
            .AddImport()
            .AddTags()
            .AddInteractions()
            .AddTimeline()
            .AddRelationships()
            .AddReminders()
            .AddPhotos()
            .AddAttachments()
            .AddMe()
            .AddMessages()
            .AddWhatsApp()
            .AddCalendar()
            .AddExports()
            .AddAvailability();

    /// <summary>The features' endpoints. Those in <c>api</c> need an access token and count against the user's rate limit.</summary>
    public static void MapFeatures(this IEndpointRouteBuilder app)
    {
        var v1 = app.MapGroup("/v1").AnswerHead().ProducesValidationProblem().ProducesProblem(429).ProducesProblem(503);
        v1.MapAddresses();
        v1.MapAuth();
        v1.MapSignIn();
        v1.MapAvailability();
        app.MapMessageCallbacks();
        app.MapWhatsAppCallbacks();
        app.MapCalendarFeed();

        var api = v1.MapGroup("").RequireAuthorization().RequireRateLimit(RateLimit.Api).ProducesProblem(401).ProducesProblem(403);
        // A feature without a scope refuses API tokens.
        api.MapContacts().AcceptApiTokens(ApiScopes.Contacts);
        api.MapBulkContacts().AcceptApiTokens(ApiScopes.Contacts);
        api.MapUpcomingDates().AcceptApiTokens(ApiScopes.Contacts);
        api.MapDuplicates().AcceptApiTokens(ApiScopes.Contacts);
        api.MapMerge().AcceptApiTokens(ApiScopes.Contacts);
        api.MapImport().AcceptApiTokens(ApiScopes.Contacts);
        api.MapTags().AcceptApiTokens(ApiScopes.Contacts);
        api.MapSearch().AcceptApiTokens(ApiScopes.Contacts);
        api.MapInteractions().AcceptApiTokens(ApiScopes.Contacts);
        api.MapTimeline().AcceptApiTokens(ApiScopes.Contacts);
        api.MapRelationships().AcceptApiTokens(ApiScopes.Contacts);
        api.MapReminders().AcceptApiTokens(ApiScopes.Reminders);
        api.MapPhotos().AcceptApiTokens(ApiScopes.Contacts);
        api.MapAttachments().AcceptApiTokens(ApiScopes.Contacts);
        api.MapRecommendations().AcceptApiTokens(ApiScopes.Contacts);
        api.MapCadences().AcceptApiTokens(ApiScopes.Contacts);
        api.MapEnrichment().AcceptApiTokens(ApiScopes.Contacts);
        api.MapExports().AcceptApiTokensWith(ApiScopes.Export);
        api.MapMe();
        api.MapMessages();
        api.MapWhatsApp();
        api.MapCalendar();
        api.MapAccountSecurity();
        api.MapOwnAddress();
        api.MapApiTokens();
    }
}
