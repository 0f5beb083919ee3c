using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Features.Exports;
using PmCrm.App.Features.Import;
using PmCrm.App.Features.Reminders;
using PmCrm.App.Jobs;
using PmCrm.App.Security;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.App.Tests.Photos;
using PmCrm.App.Verification;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Verification;

/// <summary>
/// A database with rows of every feature that encrypts, queues or schedules, under two keys of a rotation. Each test damages a copy.
/// </summary>
public sealed class UsedDatabase(Servers servers) : IAsyncLifetime
{
    /// <summary>The new key of the rotation; <see cref="TestEnvironment.EncryptionKey"/> is the old one.</summary>
    public const string NewKey = "planted-value-4-that-comes-after-the-one-before";

    /// <summary>Contained in every private field, to detect a report that quotes one.</summary>
    public const string PrivateText = "planted-value-5-nobody-may-read";

    private string? original;

    public async ValueTask InitializeAsync()
    {
        if (servers.Missing is not null)
            return;
        var app = new AppFixture(servers);
        await app.InitializeAsync();
        await Write(app, await app.NewPerson());
        original = await app.Release();
    }

    public async ValueTask DisposeAsync()
    {
        if (original is not null)
            await servers.DropDatabase(original);
    }

    /// <summary>The URL of a copy. Skips the test if the servers are missing.</summary>
    public async Task<string> Copy()
    {
        Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
        return await servers.CopyDatabase(original!);
    }

    private static async Task Write(AppFixture app, Person person)
    {
        var client = person.Client;
        var contact = await client.Create(Contact);
        await client.PostJson(contact.Path + "/interactions", Interaction).Expect(HttpStatusCode.Created);
        await client.PostJson("/v1/me/exports", """{"format":"json"}""").Expect(HttpStatusCode.Accepted);
        await app.DoJobs<ExportJob>();
        await app.LeaveMail(person, PrivateText);
        await app.LeaveWhatsAppMessage(person, PrivateText);
        await client.TurnSecondFactorOn();
        await using (var rotated = app.With(Keys, _ => { }))
        {
            using var after = rotated.CreateClient();
            after.DefaultRequestHeaders.Authorization = client.DefaultRequestHeaders.Authorization;
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/contacts", UriKind.Relative))
            {
                Content = Fixtures.Http.Json(Contact),
            };
            request.Headers.Add("Idempotency-Key", "a-key-of-the-client");
            await after.SendAsync(request).Expect(HttpStatusCode.Created);
            Assert.False(await ActivatorUtilities.CreateInstance<Canary>(rotated.Services).DoNext(default));
        }

        // One import is completed, one is confirmed and queued, two have only a preview; one of these has a picture.
        await Confirm(client);
        await app.DoJobs<ImportJob>();
        await Confirm(client);
        await Upload(client);
        var picture = Convert.ToBase64String(TestImages.Jpeg(8, 6));
        await Upload(client, $"BEGIN:VCARD\nVERSION:4.0\nFN:A\nPHOTO:data:image/jpeg;base64,{picture}\nEND:VCARD\n", "text/vcard");

        var store = app.Services.GetRequiredService<ReminderStore>();
        var begin = DateTimeOffset.UtcNow.AddMinutes(1);
        foreach (var rule in (string[])["null", "\"FREQ=DAILY\""])
            await client
                .PostJson("/v1/reminders", $$"""{"title":"Call","startsAt":"{{begin:O}}","rrule":{{rule}}}""")
                .Expect(HttpStatusCode.Created);
        Assert.Equal(2, await store.DeliverDue(begin, 10, default));
    }

    /// <summary>Verifies a database with these keys; without, with both of the rotation.</summary>
    internal static async Task<VerificationReport> Verify(string url, string[]? keys = null, DateTimeOffset? writtenSince = null)
    {
        await using var source = DataSource.Create(PostgresUrl.Parse(url).ForReading(null, null));
        var encryption = new FieldEncryption(keys ?? [NewKey, TestEnvironment.EncryptionKey]);
        return await new DatabaseVerifier(source, encryption, "1.2.3").Verify(writtenSince, TestContext.Current.CancellationToken);
    }

    private static Dictionary<string, string?> Keys =>
        new() { [AppVariables.EncryptionKey] = NewKey, [AppVariables.EncryptionKeyPrevious] = TestEnvironment.EncryptionKey };

    private static string Contact =>
        $$"""
            {"name":"{{PrivateText}}","emails":["a@example.com"],"phones":[{"number":"+49 30 555001"}],
             "addresses":[{"street":"{{PrivateText}}"}],"privateNotes":"{{PrivateText}}",
             "customFields":[{"label":"L","value":"{{PrivateText}}"}]}
            """;

    private static string Interaction =>
        $$"""{"kind":"note","occurredAt":"2025-03-01T10:00:00Z","summary":"S","body":"{{PrivateText}}","private":true}""";

    private static async Task Confirm(HttpClient client) =>
        await client.PostJson($"/v1/contacts/import/{await Upload(client)}/confirm", "").Expect(HttpStatusCode.Accepted);

    private static Task<Guid> Upload(HttpClient client) =>
        Upload(client, $"name,email,phone\n{PrivateText},b@example.com,none\n", "text/csv");

    private static async Task<Guid> Upload(HttpClient client, string file, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        var answer = await client.PostAsync(new Uri("/v1/contacts/import", UriKind.Relative), content).Expect(HttpStatusCode.Created);
        return (await answer.ReadJson()).GetProperty("id").GetGuid();
    }
}
