using PmCrm.App.Data;

namespace PmCrm.App.Features.Contacts;

/// <summary>Filters a list of contacts: a contact must meet every condition that is set.</summary>
public sealed record ContactFilter
{
    /// <summary>Maximum number of tags in one condition.</summary>
    public const int MaxTags = 20;

    /// <summary>Only deleted contacts instead of the others.</summary>
    public bool Deleted { get; init; }

    /// <summary>Contacts with all tags of these names.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Contacts with at least one tag of these names, if there are any.</summary>
    public IReadOnlyList<string> AnyTags { get; init; } = [];

    /// <summary>Contacts without any tag of these names.</summary>
    public IReadOnlyList<string> NotTags { get; init; } = [];

    /// <summary>Contacts of this company, ignoring case and accents.</summary>
    public string? Company { get; init; }

    /// <summary>Contacts with an address in this city: its fingerprints, from <see cref="ContactCipher.CityFingerprints"/>.</summary>
    internal byte[]?[]? CityFingerprints { get; init; }

    public DateTimeOffset? UpdatedSince { get; init; }

    public DateTimeOffset? UpdatedBefore { get; init; }

    public DateTimeOffset? CreatedSince { get; init; }

    public DateTimeOffset? CreatedBefore { get; init; }

    public DateTimeOffset? LastInteractionSince { get; init; }

    public DateTimeOffset? LastInteractionBefore { get; init; }

    /// <summary>Whether there is an interaction; null if it does not matter. The two below work in the same way.</summary>
    public bool? HasInteraction { get; init; }

    public bool? HasEmail { get; init; }

    public bool? HasPhone { get; init; }

    /// <summary>1 to 12: contacts with a birthday in this month, even if its year or day is unknown.</summary>
    public int? BirthdayMonth { get; init; }

    /// <summary>The condition on <c>contacts c</c>, after those on the owner and on the page.</summary>
    internal Sql Condition(Guid owner) =>
        Sql.Of(
            $"""
            {(Deleted ? Sql.Of($"c.deleted_at is not null") : Sql.Of($"c.deleted_at is null"))}
            {All(Tags.Select(tag => Sql.Of($"and {Tagged(owner, [tag])}")))}
            {(AnyTags.Count > 0 ? Sql.Of($"and {Tagged(owner, AnyTags)}") : Sql.Empty)}
            {(NotTags.Count > 0 ? Sql.Of($"and not {Tagged(owner, NotTags)}") : Sql.Empty)}
            {(Company is { } company ? Sql.Of($"and pmcrm_fold(c.company) = pmcrm_fold({company})") : Sql.Empty)}
            {(CityFingerprints is { } city ? InCity(city) : Sql.Empty)}
            {(UpdatedSince is { } updatedSince ? Sql.Of($"and c.updated_at >= {updatedSince}") : Sql.Empty)}
            {(UpdatedBefore is { } updatedBefore ? Sql.Of($"and c.updated_at < {updatedBefore}") : Sql.Empty)}
            {(CreatedSince is { } createdSince ? Sql.Of($"and c.created_at >= {createdSince}") : Sql.Empty)}
            {(CreatedBefore is { } createdBefore ? Sql.Of($"and c.created_at < {createdBefore}") : Sql.Empty)}
            {(LastInteractionSince is { } since ? Sql.Of($"and c.last_interaction_at >= {since}") : Sql.Empty)}
            {(LastInteractionBefore is { } before ? Sql.Of($"and c.last_interaction_at < {before}") : Sql.Empty)}
            {Is(HasInteraction, Sql.Of($"c.last_interaction_at is not null"))}
            {Is(HasEmail, Sql.Of($"cardinality(c.emails) > 0"))}
            {Is(HasPhone, Sql.Of($"c.phones_cipher is not null"))}
            {(BirthdayMonth is { } month ? Sql.Of($"and pmcrm_birthday_month(c.birthday, c.details) = {month}") : Sql.Empty)}
            """
        );

    // A version that does not know the fingerprints may have changed the addresses: see the migration 20261204_filter_cities.
    private static Sql InCity(byte[]?[] fingerprints) =>
        Sql.Of($"and c.city_fingerprints && {fingerprints} and c.cities_of = substring(c.addresses_cipher from 1 for 17)");

    private static Sql Is(bool? wanted, Sql condition) =>
        wanted switch
        {
            null => Sql.Empty,
            true => Sql.Of($"and {condition}"),
            _ => Sql.Of($"and not ({condition})"),
        };

    private static Sql All(IEnumerable<Sql> conditions) => conditions.Aggregate(Sql.Empty, (all, one) => Sql.Of($"{all} {one}"));

    // Finds the contacts with the tags once, and looks each contact up among them. With a join, which the planner makes of a plain "in" or
    // "exists", the tags of each contact are read again for each condition: a generic plan for all accounts assumes that this set is small.
    private static Sql Tagged(Guid owner, IReadOnlyList<string> names) =>
        Sql.Of(
            $"""
            (c.id in (
                select ct.contact_id from contact_tags ct where ct.owner_id = {owner} and ct.tag_id = any(array(
                    select t.id from tags t where t.owner_id = {owner}
                        and lower(t.name) = any(array(select lower(name) from unnest({names.ToArray()}) as name))))) is true)
            """
        );
}
