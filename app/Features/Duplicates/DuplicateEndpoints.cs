using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Data;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Duplicates;

/// <summary>A contact of a pair.</summary>
public sealed record DuplicateContact(Guid Id, string Name, IReadOnlyList<string> Emails);

/// <summary>Two contacts that may be one person.</summary>
/// <param name="Score">From 0 to 1: how sure it is.</param>
/// <param name="Reasons">What they share: email, phone, name, similar-name.</param>
public sealed record Duplicate(DuplicateContact First, DuplicateContact Second, double Score, IReadOnlyList<string> Reasons);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<Duplicate>))]
internal sealed partial class DuplicateJson : JsonSerializerContext;

/// <summary>Contacts that may be the same person.</summary>
public static class DuplicateEndpoints
{
    private const string Order = "duplicates";

    /// <summary>How many contacts are compared, the latest written first: what one request may cost has a bound.</summary>
    private const int MaxExamined = 20_000;

    public static IServiceCollection AddDuplicates(this IServiceCollection services) => services.AddJson(DuplicateJson.Default);

    public static RouteGroupBuilder MapDuplicates(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/contacts/duplicates").WithTags("Contacts");
        group.MapGet("", List).WithName("ListDuplicates").WithSummary("List contacts that may be the same person")
            .WithDescription("The surest pairs first. Compares names, e-mail addresses, phone numbers and birthdays of the 20,000 contacts written last.")
            .WithExample(response: """
                {"items":[{"first":{"id":"0198d0a0-1111-7000-8000-000000000001","name":"Anna Muster","emails":["anna@example.com"]},
                 "second":{"id":"0198d0a0-1111-7000-8000-000000000002","name":"A. Muster","emails":["anna@example.com"]},"score":0.95,"reasons":["email"]}],"next":null}
                """);
        return group;
    }

    private static async Task<Results<Ok<Page<Duplicate>>, ProblemHttpResult>> List(
        CurrentUser user, Database db, CancellationToken stop,
        [Description("Only pairs at least this sure."), Range(0.1, 1.0)] double minScore = DuplicateFinder.DefaultMinScore,
        [Description("The next of the page before.")] string? cursor = null,
        [Description("How many pairs the page may have."), Range(1, PageLimits.Most)] int limit = PageLimits.Default)
    {
        DuplicatePair? after = null;
        if (cursor is not null && !TryParse(cursor, out after)) return Problems.InvalidCursor;
        var contacts = await db.Query($"""
            select id, name, emails, phone_fingerprints, birthday from contacts
            where owner_id = {user.Id} and deleted_at is null order by updated_at desc, id limit {MaxExamined}
            """, row => new DuplicateCandidate(
                row.GetGuid(0), row.GetString(1), row.Texts(2), [.. row.GetFieldValue<byte[][]>(3).Select(Convert.ToBase64String)], row.Date(4)), stop);

        var byId = contacts.ToDictionary(contact => contact.Id, contact => new DuplicateContact(contact.Id, contact.Name, contact.Emails));
        var pairs = DuplicateFinder.Find(contacts, minScore).Where(pair => after is null || DuplicateFinder.Order(pair, after) > 0).Take(limit + 1)
            .Select(pair => new Duplicate(byId[pair.First], byId[pair.Second], pair.Score, pair.Reasons)).ToList();
        return TypedResults.Ok(Page.Of(pairs, limit, last =>
            new Cursor(Order, string.Create(CultureInfo.InvariantCulture, $"{last.Score:R} {last.First.Id}"), last.Second.Id)));
    }

    private static bool TryParse(string text, out DuplicatePair? after)
    {
        after = null;
        if (!Cursor.TryParse(text, Order, out var cursor) || cursor.Key?.Split(' ') is not [var score, var first]) return false;
        if (!double.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !Guid.TryParse(first, out var id)) return false;
        after = new(id, cursor.Id, value, []);
        return true;
    }
}
