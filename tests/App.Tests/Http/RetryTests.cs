using System.Net;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Http;

/// <summary>A client that did not get the answer may send the request again: it has one effect.</summary>
public sealed class RetryTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Completing_a_reminder_twice_does_not_skip_an_occurrence()
    {
        var (person, location, etag) = await Reminder();

        var first = await person.Client.Write(HttpMethod.Post, location + "/complete", etag).Expect(HttpStatusCode.OK);
        await person
            .Client.Write(HttpMethod.Post, location + "/complete", etag)
            .ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");

        var reminder = await person.Client.Get(location).Expect(HttpStatusCode.OK);
        Assert.Equal(
            (await first.ReadJson()).GetProperty("nextAt").GetDateTimeOffset(),
            (await reminder.ReadJson()).GetProperty("nextAt").GetDateTimeOffset()
        );
    }

    [Fact]
    public async Task A_late_retry_of_a_snooze_does_not_move_the_next_occurrence()
    {
        var (person, location, etag) = await Reminder();
        var until = $$"""{"until":"{{DateTimeOffset.UtcNow.AddDays(30):O}}"}""";

        await person.Client.Write(HttpMethod.Post, location + "/snooze", etag, until).Expect(HttpStatusCode.OK);
        var completed = await person.Client.Write(HttpMethod.Post, location + "/complete", "*").Expect(HttpStatusCode.OK);
        await person
            .Client.Write(HttpMethod.Post, location + "/snooze", etag, until)
            .ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");

        var reminder = await person.Client.Get(location).Expect(HttpStatusCode.OK);
        Assert.Equal(completed.Headers.ETag, reminder.Headers.ETag);
    }

    [Theory]
    [InlineData("/complete", null)]
    [InlineData("/snooze", """{"until":"2026-01-01T00:00:00Z"}""")]
    public async Task Completing_and_snoozing_require_a_version(string action, string? body)
    {
        var (person, location, _) = await Reminder();

        await person
            .Client.Write(HttpMethod.Post, location + action, json: body)
            .ExpectProblem(HttpStatusCode.PreconditionRequired, "precondition-required");
    }

    [Theory]
    [InlineData("interactions", """{"kind":"note","occurredAt":"2025-03-01T10:00:00Z","summary":"Met"}""", "Met", "Saw")]
    [InlineData("relationships", """{"relatedContactId":"OTHER","kind":"friend"}""", "friend", "parent")]
    [InlineData("reminders", """{"title":"Call","startsAt":"START"}""", "Call", "Write")]
    public async Task Creating_twice_with_one_key_creates_once(string kind, string body, string word, string otherWord)
    {
        var person = await app.NewPerson();
        var path = $"/v1/contacts/{await app.AddContact(person)}/{kind}";
        body = body.Replace("OTHER", (await app.AddContact(person)).ToString(), StringComparison.Ordinal)
            .Replace("START", DateTimeOffset.UtcNow.AddDays(1).ToString("O"), StringComparison.Ordinal);
        var other = body.Replace(word, otherWord, StringComparison.Ordinal);

        var first = await Create(person, path, "key", body).Expect(HttpStatusCode.Created);
        var again = await Create(person, path, "key", body).Expect(HttpStatusCode.Created);
        await Create(person, path, "key", other).ExpectProblem(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");

        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotent-Replayed")));
        Assert.Single((await (await person.Client.Get(path).Expect(HttpStatusCode.OK)).ReadJson()).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Parallel_retries_with_one_key_create_one_interaction()
    {
        var person = await app.NewPerson();
        var path = $"/v1/contacts/{await app.AddContact(person)}/interactions";
        const string Body = """{"kind":"note","occurredAt":"2025-03-01T10:00:00Z","summary":"Met"}""";

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Create(person, path, "key", Body).Expect(HttpStatusCode.Created))
        );

        Assert.Single(answers.Select(answer => answer.Headers.Location).Distinct());
    }

    [Fact]
    public async Task A_refused_requests_key_can_be_used_for_the_corrected_request()
    {
        var person = await app.NewPerson();
        var path = $"/v1/contacts/{await app.AddContact(person)}/reminders";

        await Create(person, path, "key", """{"title":"Call","startsAt":"2001-01-01T00:00:00Z"}""")
            .ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        await Create(person, path, "key", $$"""{"title":"Call","startsAt":"{{DateTimeOffset.UtcNow.AddDays(1):O}}"}""")
            .Expect(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("/v1/me/exports", """{"format":"json"}""")]
    [InlineData("/v1/tags/assign", """{"contactIds":["0198d0a0-1111-7000-8000-000000000001"],"add":["x"]}""")]
    [InlineData("/v1/auth/logout", "")]
    public async Task An_idempotency_key_is_refused_where_it_has_no_effect(string path, string body)
    {
        var person = await app.NewPerson();

        var problem = await Create(person, path, "key", body).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.True(problem.GetProperty("errors").TryGetProperty("Idempotency-Key", out _));
    }

    private async Task<(Person Person, string Location, string Etag)> Reminder()
    {
        var person = await app.NewPerson();
        var created = await person
            .Client.PostJson(
                "/v1/reminders",
                $$"""
                {"title":"Call","startsAt":"{{DateTimeOffset.UtcNow.AddDays(2):O}}","rrule":"FREQ=DAILY"}
                """
            )
            .Expect(HttpStatusCode.Created);
        return (person, created.Headers.Location!.ToString(), created.Headers.ETag!.Tag);
    }

    private static async Task<HttpResponseMessage> Create(Person person, string path, string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = Fixtures.Http.Json(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await person.Client.SendAsync(request);
    }
}
