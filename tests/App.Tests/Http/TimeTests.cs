using System.Globalization;
using System.Net;
using PmCrm.App.Http;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Http;

/// <summary>Times in requests: each is a moment, or refused with what is accepted. None is taken for one of the server's zone.</summary>
public sealed class TimeTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("2026-03-01T09:30:00Z", "2026-03-01T09:30:00.0000000+00:00")]
    [InlineData("2026-03-01T09:30Z", "2026-03-01T09:30:00.0000000+00:00")]
    [InlineData("2026-03-01T09:30:00.5-11:30", "2026-03-01T09:30:00.5000000-11:30")]
    [InlineData("2026-03-01T09:30:00.123456789+14:00", "2026-03-01T09:30:00.1234567+14:00")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000+00:00")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999+00:00")]
    public void A_time_with_an_offset_is_read_with_full_precision(string text, string expected)
    {
        Assert.True(TimeText.TryReadMoment(text, out var moment));
        Assert.Equal(expected, moment.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-03-01T09:30:00")]
    [InlineData("2026-03-01")]
    [InlineData("03/01/2026 09:30")]
    [InlineData("2026-03-01 09:30:00Z")]
    [InlineData("2026-03-01T09:30:00 01:00")]
    [InlineData("2026-03-01T09:30:00+0100")]
    [InlineData("2026-03-01T09:30:00+14:01")]
    [InlineData("2026-03-01T09:30:00+01:60")]
    [InlineData("2026-02-29T09:30:00Z")]
    [InlineData("2026-03-01T24:00:00Z")]
    [InlineData("2026-03-01T09:30:0012Z")]
    [InlineData("2026-03-01T09:30:00Z\n")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("10000-01-01T00:00:00Z")]
    [InlineData("٢٠٢٦-03-01T09:30:00Z")]
    [InlineData("")]
    public void A_text_that_is_not_a_time_is_refused(string text) => Assert.False(TimeText.TryReadMoment(text, out _));

    public static TheoryData<string, string, string> Bodies =>
        new()
        {
            { "/v1/contacts/{0}/interactions", """{"kind":"call","summary":"S","occurredAt":"2026-03-01T09:30:00"}""", "occurredAt" },
            { "/v1/contacts/{0}/interactions", """{"kind":"call","summary":"S","occurredAt":"2026-03-01"}""", "occurredAt" },
            { "/v1/contacts/{0}/reminders", """{"title":"T","startsAt":"2030-03-01T09:30:00"}""", "startsAt" },
            { "/v1/contacts/{0}/reminders", """{"title":"T","startsAt":1772357400}""", "startsAt" },
        };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_time_without_an_offset_in_a_body_is_refused_with_its_field_name(string path, string body, string field)
    {
        var person = await app.NewPerson();
        var contact = await app.AddContact(person);

        var problem = await person
            .Client.PostJson(string.Format(CultureInfo.InvariantCulture, path, contact), body)
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Contains("2026-03-01T09:30:00Z", problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snooze_until_a_time_without_an_offset_is_refused()
    {
        var person = await app.NewPerson();
        var created = await person
            .Client.PostJson("/v1/reminders", """{"title":"T","startsAt":"2030-03-01T09:30:00Z"}""")
            .Expect(HttpStatusCode.Created);

        var problem = await person
            .Client.Write(HttpMethod.Post, created.Headers.Location + "/snooze", "*", """{"until":"2027-01-01T00:00:00"}""")
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.True(problem.GetProperty("errors").TryGetProperty("until", out _));
    }

    [Theory]
    [InlineData("/v1/contacts?updatedSince=2026-03-01T09:30:00", "updatedSince", "%2B")]
    [InlineData("/v1/contacts?updatedSince=2026-03-01T09:30:00+01:00", "updatedSince", "%2B")]
    [InlineData("/v1/contacts?updatedSince=03/01/2026", "updatedSince", "2026-03-01T09:30:00Z")]
    [InlineData("/v1/reminders/upcoming?before=2026-03-01T09:30:00+01:00", "before", "%2B")]
    [InlineData("/v1/contacts?limit=many", "limit", "whole number")]
    [InlineData("/v1/contacts?deleted=perhaps", "deleted", "true or false")]
    public async Task An_invalid_parameter_is_refused_with_its_name_and_the_expected_format(string path, string field, string rule)
    {
        var person = await app.NewPerson();

        var problem = await person.Client.Get(path).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Contains(rule, problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00-14:00")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    [InlineData("9999-12-31T23:59:59%2B14:00")]
    [InlineData("2026-03-01T09:30:00%2B01:00")]
    public async Task Every_filter_accepts_every_year_from_1_to_9999(string time)
    {
        var person = await app.NewPerson();

        await person.Client.Get($"/v1/contacts?updatedSince={time}").Expect(HttpStatusCode.OK);
        await person.Client.Get($"/v1/reminders/upcoming?before={time}").Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_interaction_at_the_minimum_time_is_stored_and_paged()
    {
        var person = await app.NewPerson();
        var contact = await app.AddContact(person);
        for (var i = 0; i < 2; i++)
            await person
                .Client.PostJson(
                    $"/v1/contacts/{contact}/interactions",
                    """{"kind":"note","summary":"S","occurredAt":"0001-01-01T00:00:00Z"}"""
                )
                .Expect(HttpStatusCode.Created);

        var all = await person.Client.Pages($"/v1/contacts/{contact}/interactions?limit=1");

        Assert.Equal(["0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00+00:00"], all.Select(one => one.Text("occurredAt")));
    }

    [Theory]
    [InlineData("Europe/Brussels")]
    [InlineData("Asia/Calcutta")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Etc/GMT+5")]
    [InlineData("UTC")]
    public void A_zone_is_found_by_any_of_its_names(string name) => Assert.True(TimeZones.TryFind(name, out _));

    [Theory]
    [InlineData("")]
    [InlineData("Mars/Olympus")]
    [InlineData("+01:00")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("localtime")]
    [InlineData("posixrules")]
    [InlineData("posix/Europe/Brussels")]
    [InlineData("right/Europe/Brussels")]
    [InlineData("Europe/../Europe/Brussels")]
    [InlineData("../zoneinfo/Europe/Brussels")]
    [InlineData("/usr/share/zoneinfo/Europe/Brussels")]
    [InlineData("Europe//Brussels")]
    [InlineData("Europe")]
    [InlineData("zone.tab")]
    public void A_zone_that_is_not_in_the_IANA_database_is_refused(string name) => Assert.False(TimeZones.TryFind(name, out _));

    [Fact]
    public async Task An_account_refuses_the_zones_that_a_reminder_refuses()
    {
        var person = await app.NewPerson();

        var problem = await person
            .Client.Write(HttpMethod.Patch, "/v1/me", json: """{"timeZone":"Europe/../Europe/Brussels"}""")
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.Contains("Europe/Brussels", problem.GetProperty("errors").GetProperty("timeZone")[0].GetString(), StringComparison.Ordinal);
    }
}
