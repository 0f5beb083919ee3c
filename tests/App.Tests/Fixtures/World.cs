using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Features.Exports;
using PmCrm.App.Security;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Photos;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>
/// A person who has one of everything that this backend keeps, each text of it with <see cref="Mark"/>. Tests that walk over every endpoint
/// or table take it: whoever adds a kind of thing adds it here, and is told so by those tests.
/// </summary>
/// <param name="Mark">A word that is in all of this person's data and in no one else's.</param>
/// <param name="Things">Their ids, by the segment of a path that an id follows.</param>
internal sealed record World(Person Person, string Mark, IReadOnlyDictionary<string, Guid> Things)
{
    public const string OtherContact = "other contact";
    public const string DeletedContact = "deleted contact";
    public const string OtherTag = "other tag";

    /// <summary>The password in the examples of the OpenAPI document.</summary>
    public const string Password = "a long sentence nobody says";

    private static readonly Lazy<Task<string>> PasswordHash = new(() => new PasswordHasher().Hash(Password, "tests", default));

    private static int marks;

    public static async Task<World> Create(AppFixture app)
    {
        var person = await app.NewPerson();
        var client = person.Client;
        await app.Database.Execute($"update users set email_verified_at = now() where id = {person.Id}", default);
        var mark = $"plantedmark{Interlocked.Increment(ref marks)}x";
        var things = new Dictionary<string, Guid>();

        using var once = new HttpRequestMessage(HttpMethod.Post, "/v1/contacts") { Content = Http.Json(Contact(mark, "Anna")) };
        once.Headers.Add("Idempotency-Key", mark);
        things["contacts"] = (await ContactRequests.Read(await client.SendAsync(once).Expect(HttpStatusCode.Created))).Id;
        var contact = $"/v1/contacts/{things["contacts"]}";
        things[OtherContact] = (await client.Create(Contact(mark, "Bert"))).Id;
        var gone = await client.Create(Contact(mark, "Carl"));
        await client.WriteIfMatch(HttpMethod.Delete, gone.Path, "*").Expect(HttpStatusCode.NoContent);
        things[DeletedContact] = gone.Id;
        foreach (var tag in await client.Pages("/v1/tags"))
            things[tag.Text("name").StartsWith("other", StringComparison.Ordinal) ? OtherTag : "tags"] = tag.GetProperty("id").GetGuid();

        things["interactions"] = await Post(
            client,
            contact + "/interactions",
            $$"""{"kind":"note","occurredAt":"2025-03-01T10:00:00Z","summary":"Met {{mark}}","body":"Private {{mark}}","private":true,"otherContactIds":["{{things[OtherContact]}}"]}"""
        );
        // Twice: the second replaces the first, which is then pending deletion.
        for (var i = 0; i < 2; i++)
            await client
                .PutAsync(new Uri(contact + "/photo", UriKind.Relative), new ByteArrayContent(TestImages.Jpeg(8, 6)))
                .Expect(HttpStatusCode.OK);
        using var attached = await client
            .PostAsync(new Uri($"{contact}/attachments?fileName={mark}.txt", UriKind.Relative), new StringContent(mark))
            .Expect(HttpStatusCode.Created);
        things["attachments"] = (await attached.ReadJson()).GetProperty("id").GetGuid();
        things["relationships"] = await Post(
            client,
            contact + "/relationships",
            $$"""{"relatedContactId":"{{things[OtherContact]}}","kind":"parent","note":"Note {{mark}}"}"""
        );
        things["reminders"] = await Post(
            client,
            contact + "/reminders",
            $$"""{"title":"Call {{mark}}","startsAt":"{{DateTimeOffset.UtcNow.AddDays(1):O}}","rrule":"FREQ=DAILY"}"""
        );
        using var found = await client.Write(HttpMethod.Post, contact + "/enrichment").Expect(HttpStatusCode.OK);
        things["enrichment"] = (await found.ReadJson()).GetProperty("items")[0].GetProperty("id").GetGuid();
        things["import"] = await Upload(client, mark);
        await UploadCard(client, mark);
        var confirmed = await Upload(client, mark);
        await client.PostJson($"/v1/contacts/import/{confirmed}/confirm", "").Expect(HttpStatusCode.Accepted);

        using var export = await client.PostJson("/v1/me/exports", """{"format":"vcard"}""").Expect(HttpStatusCode.Accepted);
        things["exports"] = (await export.ReadJson()).GetProperty("id").GetGuid();
        await app.DoJobs<ExportJob>();
        await client.Write(HttpMethod.Put, contact + "/cadence", json: """{"days":30}""").Expect(HttpStatusCode.OK);
        await app.Database.Execute($"insert into model_usage (owner_id, day, requests) values ({person.Id}, current_date, 1)", default);
        var worded = $"[\"{mark}\"]";
        await app.Database.Execute(
            $"insert into recommendation_texts (owner_id, inputs_hash, texts) values ({person.Id}, {new byte[] { 1 }}, {worded})",
            default
        );
        await app.Database.Execute(
            $"insert into user_identities (provider, subject, user_id) values ('google', {mark}, {person.Id})",
            default
        );
        await app.Database.Execute(
            $"""
            insert into reminder_deliveries (owner_id, reminder_id, occurrence_at, due_at)
            values ({person.Id}, {things["reminders"]}, now(), now())
            """,
            default
        );
        await app.LeaveMail(person, mark);
        await app.LeaveWhatsAppMessage(person, mark);
        await app.Database.Execute(
            $"insert into mail_suppressions (owner_id, address, reason) values ({person.Id}, {mark + "@example.com"}, 'bounced')",
            default
        );
        await AddWaysIn(app, person, mark, things);
        await client.Write(HttpMethod.Patch, "/v1/me/messages", json: """{"mailReminders":true}""").Expect(HttpStatusCode.OK);
        await client.PostJson("/v1/me/calendar", "").Expect(HttpStatusCode.OK);
        return new World(person, mark, things);
    }

    /// <summary>
    /// A password, a second session, which is somewhere else, a second factor and one that is being set up, a sign-in that waits for a
    /// code, an API token, and a link that was mailed.
    /// </summary>
    private static async Task AddWaysIn(AppFixture app, Person person, string mark, Dictionary<string, Guid> things)
    {
        await app.Database.Execute($"update users set password_hash = {await PasswordHash.Value} where id = {person.Id}", default);
        await person.Client.TurnSecondFactorOn();
        await app.Services.GetRequiredService<Sessions>().Begin(person.Id, default);
        things["sessions"] = await app.Database.FirstOrDefault(
            $"select id from sessions where user_id = {person.Id} order by created_at desc limit 1",
            row => row.GetGuid(0),
            default
        );
        await person.Client.PostJson("/v1/me/second-factor", "").Expect(HttpStatusCode.OK);
        await app.Services.GetRequiredService<SignInSteps>().Begin(person.Id, userAgent: null, replaced: null, default);
        var token = await person
            .Client.PostJson("/v1/me/tokens", $$"""{"name":"Script {{mark}}","scopes":["contacts:read"],"expiresInDays":1}""")
            .Expect(HttpStatusCode.Created);
        await app.Database.Execute(
            $"""
            insert into mail_tokens (id, owner_id, purpose, token_hash, email, expires_at)
            values ({Guid.CreateVersion7()}, {person.Id}, 'change', {RandomNumberGenerator.GetBytes(32)}, {mark + "@example.com"}, now())
            """,
            default
        );
        things["tokens"] = (await token.ReadJson()).GetProperty("details").GetProperty("id").GetGuid();
    }

    private static string Contact(string mark, string name) =>
        $$"""
            {"name":"{{name}} {{mark}}","emails":["{{name}}.{{mark}}@example.com"],"phones":[{"number":"+49 30 555001","label":"work"}],
             "addresses":[{"street":"Street {{mark}}"}],"company":"{{mark}} GmbH","notes":"Notes {{mark}}","privateNotes":"Private {{mark}}",
             "tags":["tag {{mark}}","other {{mark}}"],"nickname":"Nick {{mark}}","department":"Department {{mark}}",
             "websites":[{"url":"https://example.com/{{mark}}"}],"relatedPeople":[{"name":"Related {{mark}}","relation":"spouse"}],
             "dates":[{"kind":"birthday","date":"--12-31"}],"customFields":[{"label":"Custom","value":"Custom {{mark}}"}],"externalId":"{{mark}}-{{name}}"}
            """;

    private static async Task<Guid> Post(HttpClient client, string path, string body) =>
        (await (await client.PostJson(path, body).Expect(HttpStatusCode.Created)).ReadJson()).GetProperty("id").GetGuid();

    /// <summary>A file with a picture, which waits to be confirmed.</summary>
    private static async Task UploadCard(HttpClient client, string mark)
    {
        using var file = new StringContent(
            $"BEGIN:VCARD\nVERSION:4.0\nFN:Card {mark}\nPHOTO:data:image/jpeg;base64,{Convert.ToBase64String(TestImages.Jpeg(8, 6))}\nEND:VCARD\n",
            Encoding.UTF8,
            "text/vcard"
        );
        await client.PostAsync(new Uri("/v1/contacts/import", UriKind.Relative), file).Expect(HttpStatusCode.Created);
    }

    private static async Task<Guid> Upload(HttpClient client, string mark)
    {
        using var file = new StringContent($"name\nRow {mark}\n", Encoding.UTF8, "text/csv");
        var response = await client
            .PostAsync(new Uri("/v1/contacts/import?fileName=" + mark, UriKind.Relative), file)
            .Expect(HttpStatusCode.Created);
        return (await response.ReadJson()).GetProperty("id").GetGuid();
    }
}
