using PmCrm.App.Features.Recommendations;

namespace PmCrm.App.Tests.Recommendations;

/// <summary>The result of the rules for a contact at a given time.</summary>
public sealed class RecommendationRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_contact_without_a_reason_is_not_recommended() => Assert.Null(Judge(Contact(daysAgo: 30)));

    [Theory]
    [InlineData(30, null)]
    [InlineData(31, "The last contact was 31 days ago; you want to be in touch every 30 days.")]
    public void A_cadence_counts_from_the_day_after_it_has_passed(int daysAgo, string? text) =>
        Assert.Equal(text, Judge(Contact(daysAgo) with { CadenceDays = 30 })?.Text);

    [Fact]
    public void One_day_is_written_in_the_singular() =>
        Assert.Equal(
            "The last contact was 2 days ago; you want to be in touch every 1 day.",
            Judge(Contact(2) with { CadenceDays = 1 })?.Text
        );

    [Theory]
    [InlineData(180, null)]
    [InlineData(181, "neglected")]
    public void Without_a_cadence_contacts_are_due_after_half_a_year(int daysAgo, string? code) =>
        Assert.Equal(code, Judge(Contact(daysAgo))?.Reasons.Single().Code);

    [Theory]
    [InlineData(11, 28, "Has a birthday today.")]
    [InlineData(11, 29, "Has a birthday tomorrow.")]
    [InlineData(12, 12, "Has a birthday in 14 days.")]
    [InlineData(12, 13, null)]
    [InlineData(11, 27, null)]
    public void A_birthday_within_two_weeks_is_a_reason(int month, int day, string? text) =>
        Assert.Equal(text, Judge(Contact(1) with { Birthday = (month, day) })?.Text);

    [Fact]
    public void A_birthday_in_January_is_a_reason_in_December() =>
        Assert.Equal(
            "Has a birthday in 4 days.",
            RecommendationRules
                .Judge(Contact(1) with { Birthday = (1, 1) }, new DateTimeOffset(2026, 12, 28, 0, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc)
                ?.Text
        );

    [Theory]
    [InlineData(2027, 2, 28, "Has a birthday tomorrow.")]
    [InlineData(2027, 3, 1, "Has a birthday today.")]
    [InlineData(2028, 2, 29, "Has a birthday today.")]
    public void A_person_born_on_29_February_has_a_birthday_every_year(int year, int month, int day, string text) =>
        Assert.Equal(
            text,
            RecommendationRules
                .Judge(
                    Contact(1) with
                    {
                        Birthday = (2, 29),
                        LastContact = new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero),
                    },
                    new DateTimeOffset(year, month, day, 12, 0, 0, TimeSpan.Zero),
                    TimeZoneInfo.Utc
                )
                ?.Text
        );

    [Fact]
    public void Today_is_determined_in_the_accounts_time_zone()
    {
        var late = new DateTimeOffset(2026, 11, 28, 23, 30, 0, TimeSpan.Zero);
        var contact = Contact(1) with { Birthday = (11, 29) };

        Assert.Equal("Has a birthday tomorrow.", RecommendationRules.Judge(contact, late, TimeZoneInfo.Utc)?.Text);
        Assert.Equal(
            "Has a birthday today.",
            RecommendationRules.Judge(contact, late, TimeZoneInfo.FindSystemTimeZoneById("Europe/Brussels"))?.Text
        );
    }

    [Fact]
    public void All_reasons_are_given_the_strongest_first()
    {
        var found = Judge(
            Contact(90) with
            {
                CadenceDays = 30,
                Birthday = (12, 1),
                Reminder = "Send the offer",
                ReminderAt = Now.AddDays(-2),
            }
        )!;

        Assert.Equal(["birthday", "overdue", "reminder"], found.Reasons.Select(reason => reason.Code).Order());
        Assert.Equal(found.Reasons[0].Text, found.Text);
        Assert.Contains("Reminder \"Send the offer\" was due 2 days ago.", found.Reasons.Select(reason => reason.Text));
        Assert.True(found.Score > Judge(Contact(90) with { CadenceDays = 30 })!.Score);
    }

    /// <summary>All contacts are compared by their scores; the texts are written for the few that are recommended.</summary>
    [Fact]
    public void The_score_alone_is_the_score_of_the_recommendation()
    {
        var contacts =
            from silent in new[] { 0, 30, 31, 45, 180, 181, 400, 5_000 }
            from cadence in new int?[] { null, 1, 30, 3_650 }
            from birthday in new (int, int)?[] { null, (11, 28), (12, 12), (12, 13), (2, 29) }
            from reminder in new int?[] { null, -400, -1, 0, 1, 7 }
            select Contact(silent) with
            {
                CadenceDays = cadence,
                Birthday = birthday,
                Reminder = reminder is null ? null : "Call",
                ReminderAt = reminder is { } days ? Now.AddDays(days) : null,
            };
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland");
        var (none, some) = (0, 0);

        foreach (var contact in contacts)
        {
            var found = RecommendationRules.Judge(contact, Now, zone);
            Assert.Equal(found?.Score ?? 0, RecommendationRules.Score(contact, RecommendationRules.Day(Now, zone), zone));
            _ = found is null ? none++ : some++;
        }
        Assert.True(none > 20 && some > 500, $"{none} without a reason, {some} with one");
    }

    private static Recommendation? Judge(ContactState contact) => RecommendationRules.Judge(contact, Now, TimeZoneInfo.Utc);

    private static ContactState Contact(int daysAgo) =>
        new(
            Guid.NewGuid(),
            "Anna",
            Now.AddDays(-daysAgo),
            HasInteraction: true,
            CadenceDays: null,
            Birthday: null,
            Reminder: null,
            ReminderAt: null
        );
}
