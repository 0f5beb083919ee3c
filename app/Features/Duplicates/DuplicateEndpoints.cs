using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;
using PmCrm.App.OpenApi;

namespace PmCrm.App.Features.Duplicates;

/// <summary>A contact of a pair.</summary>
public sealed record DuplicateContact(Guid Id, string Name, IReadOnlyList<string> Emails);

/// <summary>Two contacts that may be one person.</summary>
/// <param name="Score">From 0 to 1: how likely it is.</param>
/// <param name="Reasons">What they have in common: email, phone, name, similar-name.</param>
public sealed record Duplicate(DuplicateContact First, DuplicateContact Second, double Score, IReadOnlyList<string> Reasons);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<Duplicate>))]
internal sealed partial class DuplicateJson : JsonSerializerContext;

/// <summary>Contacts that may be the same person.</summary>
public static class DuplicateEndpoints
{
    private const string Order = "duplicates";

    public static IServiceCollection AddDuplicates(this IServiceCollection services) =>
        services.AddSingleton<DuplicateStore>().AddJson(DuplicateJson.Default);

    public static RouteGroupBuilder MapDuplicates(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/contacts/duplicates").WithTags("Contacts");
        group
            .MapGet("", List)
            .WithName("ListDuplicates")
            .WithSummary("List contacts that may be the same person")
            .WithDescription(
                """
                The most likely pairs first, at most 40,000. Compares names, e-mail addresses, phone numbers and birthdays of the 20,000
                most recently changed contacts.
                """
            )
            .WithExample(
                response: """
                {"items":[{"first":{"id":"0198d0a0-1111-7000-8000-000000000001","name":"Anna Muster","emails":["anna@example.com"]},
                 "second":{"id":"0198d0a0-1111-7000-8000-000000000002","name":"A. Muster","emails":["anna@example.com"]},"score":0.95,"reasons":["email"]}],"next":null}
                """
            );
        return group;
    }

    private static async Task<Results<Ok<Page<Duplicate>>, ProblemHttpResult>> List(
        CurrentUser user,
        DuplicateStore duplicates,
        CancellationToken cancellationToken,
        [Description("Only pairs with at least this score."), Range(0.1, 1.0)] double minScore = DuplicateFinder.DefaultMinScore,
        [Description("The value of next in the previous page.")] string? cursor = null,
        [Description("Maximum number of pairs in the page."), Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        DuplicatePair? after = null;
        if (cursor is not null && !TryParse(cursor, out after))
            return Problems.InvalidCursor;
        var wanted = (await duplicates.Pairs(user.Id, cancellationToken))
            .Where(pair => pair.Score >= minScore && (after is null || DuplicateFinder.Order(pair, after.Value) > 0))
            .Take(limit + 1)
            .ToList();
        var contacts = await duplicates.Contacts(user.Id, wanted.SelectMany(pair => new[] { pair.First, pair.Second }), cancellationToken);
        var next = wanted.Count > limit ? Position(wanted[limit - 1]).ToString() : null;
        // A pair with a contact that was deleted in the meantime is left out.
        return TypedResults.Ok(
            new Page<Duplicate>(
                [
                    .. wanted
                        .Take(limit)
                        .Where(pair => contacts.ContainsKey(pair.First) && contacts.ContainsKey(pair.Second))
                        .Select(pair => new Duplicate(contacts[pair.First], contacts[pair.Second], pair.Score, pair.ReasonNames)),
                ],
                next
            )
        );
    }

    private static Cursor Position(DuplicatePair last) =>
        new(Order, string.Create(CultureInfo.InvariantCulture, $"{last.Score:R} {last.First}"), last.Second);

    private static bool TryParse(string text, out DuplicatePair? after)
    {
        after = null;
        if (!Cursor.TryParse(text, Order, out var cursor) || cursor.Key?.Split(' ') is not [var score, var first])
            return false;
        if (!double.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !Guid.TryParse(first, out var id))
            return false;
        after = new(id, cursor.Id, value, DuplicateReasons.None);
        return true;
    }
}
