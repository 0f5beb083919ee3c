using System.Net;
using CsCheck;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Interactions;

public sealed class InteractionTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_recorded_interaction_is_read_back_completely()
    {
        var (person, contact) = await PersonWithContact();

        var created = await person
            .Client.PostJson(
                Path(contact),
                """
                {"kind":"meeting","occurredAt":"2026-03-01T10:00:00+01:00","summary":"Lunch","body":"By the river","durationMinutes":90}
                """
            )
            .Expect(HttpStatusCode.Created);
        var read = await (await person.Client.Get(created.Headers.Location!.ToString()).Expect(HttpStatusCode.OK)).ReadJson();

        Assert.Equal("meeting", read.GetProperty("kind").GetString());
        Assert.Equal(DateTimeOffset.Parse("2026-03-01T09:00:00Z", provider: null), read.GetProperty("occurredAt").GetDateTimeOffset());
        Assert.Equal("Lunch", read.GetProperty("summary").GetString());
        Assert.Equal("By the river", read.GetProperty("body").GetString());
        Assert.Equal(90, read.GetProperty("durationMinutes").GetInt32());
        Assert.False(read.GetProperty("private").GetBoolean());
    }

    [Fact]
    public async Task The_contacts_last_interaction_is_updated_by_every_addition_change_and_removal()
    {
        var (person, contact) = await PersonWithContact();
        await Add(person, contact, "2026-01-01T00:00:00Z");
        var later = await Add(person, contact, "2026-02-01T00:00:00Z");
        Assert.Equal(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), await app.LastInteraction(contact));

        var changed = await person
            .Client.Write(
                HttpMethod.Put,
                later,
                "\"1\"",
                """
                {"kind":"note","occurredAt":"2025-12-01T00:00:00Z","summary":"Earlier after all"}
                """
            )
            .Expect(HttpStatusCode.OK);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), await app.LastInteraction(contact));

        await person.Client.Write(HttpMethod.Delete, later, changed.Headers.ETag!.ToString()).Expect(HttpStatusCode.NoContent);
        await person.Client.Get(later).ExpectProblem(HttpStatusCode.NotFound, "not-found");
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), await app.LastInteraction(contact));
    }

    [Fact]
    public async Task The_last_interaction_is_right_after_concurrent_writes()
    {
        var (person, contact) = await PersonWithContact();

        await Task.WhenAll(Enumerable.Range(1, 20).Select(day => Add(person, contact, $"2026-01-{day:00}T00:00:00Z")));

        Assert.Equal(new DateTimeOffset(2026, 1, 20, 0, 0, 0, TimeSpan.Zero), await app.LastInteraction(contact));
    }

    [Fact]
    public async Task A_private_body_is_stored_only_encrypted_and_read_back_as_plaintext()
    {
        var (person, contact) = await PersonWithContact();

        var created = await person
            .Client.PostJson(
                Path(contact),
                """
                {"kind":"note","occurredAt":"2026-03-01T10:00:00Z","summary":"S","body":"planted-private-body","private":true}
                """
            )
            .Expect(HttpStatusCode.Created);

        Assert.Equal("planted-private-body", (await created.ReadJson()).GetProperty("body").GetString());
        var stored = await app.Database.FirstOrDefault(
            $"select row_to_json(i)::text, encode(private_body_cipher, 'escape') from interactions i where contact_id = {contact}",
            row => row.GetString(0) + row.GetString(1),
            default
        );
        Assert.DoesNotContain("planted-private-body", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_without_the_current_etag_is_refused()
    {
        var (person, contact) = await PersonWithContact();
        var location = await Add(person, contact, "2026-01-01T00:00:00Z");
        const string Body = """{"kind":"note","occurredAt":"2026-01-01T00:00:00Z","summary":"S"}""";

        await person
            .Client.Write(HttpMethod.Put, location, ifMatch: null, Body)
            .ExpectProblem(HttpStatusCode.PreconditionRequired, "precondition-required");
        await person
            .Client.Write(HttpMethod.Put, location, "\"7\"", Body)
            .ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        await person
            .Client.Write(HttpMethod.Delete, location, "\"7\"")
            .ExpectProblem(HttpStatusCode.PreconditionFailed, "precondition-failed");
        await person.Client.Write(HttpMethod.Put, location, "\"1\"", Body).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Pages_of_any_size_neither_skip_nor_repeat_rows()
    {
        var (person, contact) = await PersonWithContact();
        // Several at the same time: the id is the tie-breaker.
        await Task.WhenAll(Enumerable.Range(0, 23).Select(i => Add(person, contact, $"2026-01-{1 + (i / 4):00}T00:00:00Z")));

        await Gen.Int[1, 25]
            .SampleAsync(
                async limit =>
                {
                    var seen = new List<string>();
                    for (var cursor = ""; cursor is not null; )
                    {
                        var page = await (
                            await person.Client.Get($"{Path(contact)}?limit={limit}{cursor}").Expect(HttpStatusCode.OK)
                        ).ReadJson();
                        seen.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
                        cursor = page.GetProperty("next").GetString() is { } next ? "&cursor=" + next : null;
                    }
                    Assert.Equal(23, seen.Count);
                    Assert.Equal(23, seen.Distinct().Count());
                },
                iter: 10,
                threads: 1
            );
    }

    [Theory]
    [InlineData("""{"occurredAt":"2026-01-01T00:00:00Z","summary":"S"}""", "kind")]
    [InlineData("""{"kind":"lunch","occurredAt":"2026-01-01T00:00:00Z","summary":"S"}""", "kind")]
    [InlineData("""{"kind":1,"occurredAt":"2026-01-01T00:00:00Z","summary":"S"}""", "kind")]
    [InlineData("""{"kind":"note","summary":"S"}""", "occurredAt")]
    [InlineData("""{"kind":"note","occurredAt":"9000-01-01T00:00:00Z","summary":"S"}""", "occurredAt")]
    [InlineData("""{"kind":"note","occurredAt":"2026-01-01T00:00:00Z","summary":""}""", "summary")]
    [InlineData("""{"kind":"note","occurredAt":"2026-01-01T00:00:00Z","summary":"S","durationMinutes":1441}""", "durationMinutes")]
    [InlineData("""{"kind":"note","occurredAt":"2026-01-01T00:00:00Z","summary":"S","mood":"good"}""", "mood")]
    public async Task An_invalid_interaction_is_refused_with_the_field_name(string body, string field)
    {
        var (person, contact) = await PersonWithContact();

        var problem = await person.Client.PostJson(Path(contact), body).ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");

        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field).EnumerateArray());
    }

    [Fact]
    public async Task Interactions_of_another_account_and_of_a_deleted_contact_are_not_found()
    {
        var (owner, contact) = await PersonWithContact();
        var location = await Add(owner, contact, "2026-01-01T00:00:00Z");
        var other = await app.NewPerson();
        const string Body = """{"kind":"note","occurredAt":"2026-01-01T00:00:00Z","summary":"S"}""";

        foreach (var client in new[] { other.Client, await DeleteAndUse() })
        {
            await client.Get(location).ExpectProblem(HttpStatusCode.NotFound, "not-found");
            await client.Get(Path(contact)).ExpectProblem(HttpStatusCode.NotFound, "not-found");
            await client.PostJson(Path(contact), Body).ExpectProblem(HttpStatusCode.NotFound, "not-found");
            await client.Write(HttpMethod.Put, location, "*", Body).ExpectProblem(HttpStatusCode.NotFound, "not-found");
            await client.Write(HttpMethod.Delete, location, "*").ExpectProblem(HttpStatusCode.NotFound, "not-found");
        }

        async Task<HttpClient> DeleteAndUse()
        {
            await app.Database.Execute($"update contacts set deleted_at = now() where id = {contact}", default);
            return owner.Client;
        }
    }

    [Theory]
    [InlineData("cursor=x")]
    [InlineData("cursor=%00")]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=many")]
    public async Task An_invalid_page_is_answered_with_400(string query)
    {
        var (person, contact) = await PersonWithContact();

        await person.Client.Get($"{Path(contact)}?{query}").ExpectProblem(HttpStatusCode.BadRequest, "invalid-request");
    }

    private static string Path(Guid contact) => $"/v1/contacts/{contact}/interactions";

    private async Task<(Person Person, Guid Contact)> PersonWithContact()
    {
        var person = await app.NewPerson();
        return (person, await app.AddContact(person));
    }

    private static async Task<string> Add(Person person, Guid contact, string occurredAt)
    {
        var body = $$"""{"kind":"call","occurredAt":"{{occurredAt}}","summary":"A call"}""";
        return (await person.Client.PostJson(Path(contact), body).Expect(HttpStatusCode.Created)).Headers.Location!.ToString();
    }
}
