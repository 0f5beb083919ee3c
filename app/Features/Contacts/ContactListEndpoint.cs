using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Contacts;

/// <summary>GET /contacts: a page of the contacts that meet every condition.</summary>
internal static class ContactListEndpoint
{
    public const string Description = """
        Contacts must meet all given conditions. Pages by keyset: follow next until it is null, with the same conditions and order. Contacts
        that are changed in the meantime cause no duplicates or gaps.
        """;

    public static async Task<Results<Ok<ContactPage>, ProblemHttpResult>> List(
        CurrentUser user,
        ContactList contacts,
        ContactCipher cipher,
        CancellationToken cancellationToken,
        [FromQuery, Description("Only contacts with the tag of this name. May be repeated, at most 20 times: with all of them.")]
            string[]? tag = null,
        [FromQuery, Description("Only contacts with a tag of this name. May be repeated, at most 20 times: with at least one.")]
            string[]? anyTag = null,
        [FromQuery, Description("Only contacts without the tag of this name. May be repeated, at most 20 times: with none of them.")]
            string[]? notTag = null,
        [Description("Only contacts of this company, ignoring case and accents."), StringLength(ContactLimits.Company, MinimumLength = 1)]
            string? company = null,
        [
            Description("Only contacts with an address in this city, ignoring case, accents and punctuation."),
            StringLength(ContactLimits.AddressPart, MinimumLength = 1)
        ]
            string? city = null,
        [Description("Only contacts changed at or after this time.")] QueryTime? updatedSince = null,
        [Description("Only contacts changed before this time.")] QueryTime? updatedBefore = null,
        [Description("Only contacts created at or after this time.")] QueryTime? createdSince = null,
        [Description("Only contacts created before this time.")] QueryTime? createdBefore = null,
        [Description("Only contacts whose latest interaction was at or after this time.")] QueryTime? lastInteractionSince = null,
        [Description("Only contacts whose latest interaction was before this time; contacts without any are not included.")]
            QueryTime? lastInteractionBefore = null,
        [Description("Only contacts with an interaction, or only those without.")] bool? hasInteraction = null,
        [Description("Only contacts with an e-mail address, or only those without.")] bool? hasEmail = null,
        [Description("Only contacts with a phone number, or only those without.")] bool? hasPhone = null,
        [Description("Only contacts with a birthday in this month (January is 1), even if its year or day is unknown."), Range(1, 12)]
            int? birthdayMonth = null,
        [Description("Deleted contacts instead of the others.")] bool deleted = false,
        [Description("\"name\", or \"lastInteraction\": the latest first, contacts without any last."), OneOf("name", "lastInteraction")]
            string sort = "name",
        [Description("Whether to count the contacts of all pages, up to 10,000.")] bool total = false,
        [Description("The value of next in the previous page.")] string? cursor = null,
        [Description("Maximum number of contacts in the page."), Range(1, PageLimits.Max)] int limit = PageLimits.Default
    )
    {
        if ((Problem("tag", tag) ?? Problem("anyTag", anyTag) ?? Problem("notTag", notTag)) is { } problem)
            return problem;
        if (city is not null && PlainLetters.Fold(city).Length == 0)
            return Problems.Invalid("city", "must contain a letter or a digit");
        var order = sort == "name" ? ContactOrder.Name : ContactOrder.LastInteraction;
        ContactPosition? after = null;
        if (cursor is not null && !ContactPosition.TryParse(cursor, order, out after))
            return Problems.Invalid("cursor", "must be the value of next from a page of this list in this order");
        var filter = new ContactFilter
        {
            Deleted = deleted,
            Tags = tag ?? [],
            AnyTags = anyTag ?? [],
            NotTags = notTag ?? [],
            Company = company,
            CityFingerprints = city is null ? null : cipher.CityFingerprints([new PostalAddress { City = city }], user.Id),
            UpdatedSince = updatedSince?.Moment,
            UpdatedBefore = updatedBefore?.Moment,
            CreatedSince = createdSince?.Moment,
            CreatedBefore = createdBefore?.Moment,
            LastInteractionSince = lastInteractionSince?.Moment,
            LastInteractionBefore = lastInteractionBefore?.Moment,
            HasInteraction = hasInteraction,
            HasEmail = hasEmail,
            HasPhone = hasPhone,
            BirthdayMonth = birthdayMonth,
        };
        var page = await contacts.Page(user.Id, filter, order, after, limit, cancellationToken);
        var count = total ? await contacts.Count(user.Id, filter, ContactPage.MaxTotal, cancellationToken) : (int?)null;
        return TypedResults.Ok(new ContactPage(page.Items, page.Next, count));
    }

    // Validation attributes limit the length of a text and the number of texts, but not the length of each of several.
    private static ProblemHttpResult? Problem(string parameter, string[]? names)
    {
        if (names is null)
            return null;
        if (names.Length > ContactFilter.MaxTags)
            return Problems.Invalid(parameter, $"must be given at most {ContactFilter.MaxTags} times");
        if (names.Any(name => name.Length is 0 or > ContactLimits.Tag))
            return Problems.Invalid(parameter, $"must be 1 to {ContactLimits.Tag} characters long");
        return names.Any(name => name.Contains('\0', StringComparison.Ordinal))
            ? Problems.Invalid(parameter, "must not contain control characters")
            : null;
    }
}
