using System.Diagnostics;
using System.Net;
using System.Text.Json;
using PmCrm.App.Data;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.App.Tests.WhatsApp;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Journey;

/// <summary>
/// A person's complete use of the published binary: backend and worker as deployed, mails and WhatsApp messages as delivered.
/// </summary>
public sealed class JourneyTests(AppFixture app, PublishedApp published, Servers servers) : IClassFixture<AppFixture>
{
    private const string Email = "ada@example.org";
    private const string Password = "correct horse battery";
    private const string NewPassword = "another unrelated sentence";
    private const string ReminderMail = "Reminder: Call Anna";
    private const string Number = "+491701234567";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task From_registering_to_erasing_with_every_mail_and_message_once_although_the_worker_is_killed()
    {
        await using var mailbox = await LoopbackMailbox.Open();
        await using var backend = await Backend();
        await backend.WaitFor("/health/ready", HttpStatusCode.OK, Timeout);
        var worker = await Worker(mailbox);

        var (client, authenticator) = await SignUp(backend, mailbox);
        await AddNumber(client, mailbox);
        var feed = await (await client.PostJson("/v1/me/calendar", "").Expect(HttpStatusCode.OK)).ReadJson();
        var calendar = new Uri(feed.Text("url")).PathAndQuery;
        await AddReminder(client, seconds: 5);
        Assert.Equal(["Call Anna (Anna)"], await Entries(backend, calendar));

        // The provider has accepted the mail, and the worker is killed before it gets the response.
        mailbox.SilentFor = ReminderMail;
        await Until("the reminder is mailed", () => mailbox.Attempts(ReminderMail) > 0);
        await Until("the reminder is sent by WhatsApp", () => IsSent(Sql.Of($"whatsapp_outbox"), "reminder"));
        await worker.Process.Kill();
        await worker.DisposeAsync();
        mailbox.SilentFor = null;
        await using var successor = await Worker(mailbox);
        await Until("the reminder is known to be sent", () => IsSent(Sql.Of($"mail_outbox"), "reminder"));
        Assert.True(mailbox.Attempts(ReminderMail) > 1, "The killed worker's mail was not sent again: the test shows nothing.");
        var mail = Assert.Single(mailbox.Mails(Email, ReminderMail));

        Assert.Equal(["pmcrm_code", "pmcrm_reminder"], mailbox.WhatsApps.Select(Template));
        Assert.Equal((Number, "Call Anna"), (mailbox.WhatsApps[1].Text("to"), Text(mailbox.WhatsApps[1])));

        await Unsubscribe(backend, mail);
        await Stop(backend);
        await Until("the stop is confirmed by WhatsApp", () => mailbox.WhatsApps.Count == 3);
        await AddReminder(client, seconds: 2);
        await Until("the second reminder is delivered", async () => (await client.Pages("/v1/reminders/delivered")).Count == 2);
        client = await ResetPassword(backend, mailbox, authenticator, client);
        Assert.Single(mailbox.Mails(Email, ReminderMail));
        Assert.Equal(["pmcrm_code", "pmcrm_reminder", null], mailbox.WhatsApps.Select(Template));
        await backend.Client.Get(calendar).ExpectProblem(HttpStatusCode.NotFound, "not-found");

        await client.Write(HttpMethod.Delete, "/v1/me").Expect(HttpStatusCode.NoContent);
        await client.Get("/v1/me").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await Login(backend, NewPassword).ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        Assert.Equal(0, await Count(Sql.Of($"users")));
        Assert.Equal(0, await Count(Sql.Of($"mail_outbox")));
        Assert.Equal(0, await Count(Sql.Of($"whatsapp_outbox")) + await Count(Sql.Of($"whatsapp_numbers")));
    }

    /// <summary>Registers, verifies the address with the mailed link, turns on the second factor and signs in with it.</summary>
    private static async Task<(HttpClient Client, Authenticator Authenticator)> SignUp(RunningApp backend, LoopbackMailbox mailbox)
    {
        await backend
            .Client.PostJson("/v1/auth/register", $$"""{"email":"{{Email}}","password":"{{Password}}","displayName":"Ada"}""")
            .Expect(HttpStatusCode.Accepted);
        var mail = await Mail(mailbox, "Verify your e-mail address");
        await backend
            .Client.PostJson("/v1/auth/verify-email", $$"""{"token":"{{LoopbackMailbox.Token(mail)}}","password":"{{Password}}"}""")
            .Expect(HttpStatusCode.NoContent);
        var first = Client(backend, await (await Login(backend, Password).Expect(HttpStatusCode.OK)).ReadJson());
        var (authenticator, _) = await first.TurnSecondFactorOn();
        await first.PostJson("/v1/auth/logout", "").Expect(HttpStatusCode.NoContent);
        await Mail(mailbox, "Second factor turned on");
        return (await SignIn(backend, Password, authenticator.Code()), authenticator);
    }

    /// <summary>Has reminders sent by WhatsApp: the code that comes there shows whose number it is.</summary>
    private static async Task AddNumber(HttpClient client, LoopbackMailbox mailbox)
    {
        await client.Write(HttpMethod.Put, "/v1/me/messages/whatsapp", json: $$"""{"number":"{{Number}}"}""").Expect(HttpStatusCode.OK);
        await Until("the code arrives by WhatsApp", () => mailbox.WhatsApps.Count == 1);
        var code = Text(mailbox.WhatsApps[0]);
        await client.PostJson("/v1/me/messages/whatsapp/verification", $$"""{"code":"{{code}}"}""").Expect(HttpStatusCode.OK);
    }

    /// <summary>What Meta reports when the number's owner writes "Stop" (twice, as it may).</summary>
    private static async Task Stop(RunningApp backend)
    {
        var written = WhatsAppWorld.Envelope(
            $$$"""
            "messages":[{"from":"{{{Number[
                1..
            ]}}}","id":"wamid.3","timestamp":"{{{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}}}","type":"text",
             "text":{"body":"Stop"}}]
            """
        );
        for (var i = 0; i < 2; i++)
        {
            using var report = new HttpRequestMessage(HttpMethod.Post, "/webhooks/whatsapp") { Content = Fixtures.Http.Json(written) };
            report.Headers.Add("X-Hub-Signature-256", WhatsAppWorld.Signature(written));
            await backend.Client.SendAsync(report).Expect(HttpStatusCode.OK);
        }
    }

    /// <summary>The name of a message's template; null of a text.</summary>
    private static string? Template(JsonElement message) =>
        message.TryGetProperty("template", out var template) ? template.Text("name") : null;

    /// <summary>What a message has in its first parameter: a code, or a reminder's title.</summary>
    private static string Text(JsonElement message) =>
        message.GetProperty("template").GetProperty("components")[0].GetProperty("parameters")[0].Text("text");

    /// <summary>A contact with a tag, and a reminder about them.</summary>
    private static async Task AddReminder(HttpClient client, int seconds)
    {
        var contact = await client.Create("""{"name":"Anna","tags":["friend"]}""");
        await client
            .PostJson(
                contact.Path + "/reminders",
                $$"""{"title":"Call Anna","startsAt":"{{DateTimeOffset.UtcNow.AddSeconds(seconds):O}}"}"""
            )
            .Expect(HttpStatusCode.Created);
    }

    /// <summary>The feed as a calendar program shows it (Ical.Net).</summary>
    private static async Task<IEnumerable<string?>> Entries(RunningApp backend, string calendar)
    {
        var file = await (await backend.Client.Get(calendar).Expect(HttpStatusCode.OK)).Content.ReadAsStringAsync();
        return Ical.Net.Calendar.Load(file)!.Events.Select(entry => entry.Summary);
    }

    /// <summary>Unsubscribes as a mail program does with one click (RFC 8058).</summary>
    private static async Task Unsubscribe(RunningApp backend, JsonElement mail)
    {
        var link = new Uri(mail.GetProperty("headers").GetProperty("List-Unsubscribe").GetString()!.Trim('<', '>'));
        using var oneClick = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        await backend.Client.PostAsync(new Uri(link.PathAndQuery, UriKind.Relative), oneClick).Expect(HttpStatusCode.NoContent);
    }

    private static async Task<HttpClient> ResetPassword(
        RunningApp backend,
        LoopbackMailbox mailbox,
        Authenticator authenticator,
        HttpClient before
    )
    {
        await backend.Client.PostJson("/v1/auth/password-reset", $$"""{"email":"{{Email}}"}""").Expect(HttpStatusCode.Accepted);
        var token = LoopbackMailbox.Token(await Mail(mailbox, "Set a new password"));
        await backend
            .Client.PostJson("/v1/auth/password-reset/confirm", $$"""{"token":"{{token}}","newPassword":"{{NewPassword}}"}""")
            .Expect(HttpStatusCode.NoContent);
        await before.Get("/v1/me").ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        await Mail(mailbox, "A new password was set");
        return await SignIn(backend, NewPassword, authenticator.NextCode());
    }

    private static async Task<HttpClient> SignIn(RunningApp backend, string password, string code)
    {
        var challenge = await (await Login(backend, password).Expect(HttpStatusCode.Accepted)).ReadJson();
        var finished = await backend
            .Client.PostJson("/v1/auth/second-factor", $$"""{"challengeToken":"{{challenge.Text("challengeToken")}}","code":"{{code}}"}""")
            .Expect(HttpStatusCode.OK);
        return Client(backend, await finished.ReadJson());
    }

    private static Task<HttpResponseMessage> Login(RunningApp backend, string password) =>
        backend.Client.PostJson("/v1/auth/login", $$"""{"email":"{{Email}}","password":"{{password}}"}""");

    private static HttpClient Client(RunningApp backend, JsonElement tokens)
    {
        var client = new HttpClient { BaseAddress = backend.Client.BaseAddress, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", tokens.Text("accessToken"));
        return client;
    }

    /// <summary>The one mail with this subject, once it has arrived.</summary>
    private static async Task<JsonElement> Mail(LoopbackMailbox mailbox, string subject)
    {
        await Until($"\"{subject}\" arrives", () => mailbox.Mails(Email, subject).Count > 0);
        return Assert.Single(mailbox.Mails(Email, subject));
    }

    private Dictionary<string, string?> Variables() =>
        new(TestEnvironment.Variables(app.DatabaseUrl + "?connection_limit=5", servers.Redis.Url))
        {
            [AppVariables.MailFrom] = "Example <hello@mail.example.com>",
            [AppVariables.PublicUrl] = "https://api.example.com",
            [AppVariables.FrontendUrl] = "https://app.example.com",
            [AppVariables.LogLevel] = "info",
            [AppVariables.WhatsAppPhoneNumberId] = WhatsAppWorld.PhoneNumberId,
        };

    private Task<RunningApp> Backend()
    {
        var variables = Variables();
        variables[AppVariables.WhatsAppAppSecret] = WhatsAppWorld.AppSecret;
        return published.Start("backend", variables);
    }

    private Task<RunningApp> Worker(LoopbackMailbox mailbox)
    {
        var variables = Variables();
        foreach (var (name, value) in mailbox.Variables)
            variables[name] = value;
        return published.Start("worker", variables);
    }

    private async Task<bool> IsSent(Sql outbox, string kind) =>
        await Count(Sql.Of($"{outbox} where kind = {kind} and status = 'sent'")) == 1;

    private Task<long> Count(Sql what) => app.Database.FirstOrDefault($"select count(*) from {what}", row => row.GetInt64(0), default);

    private static Task Until(string what, Func<bool> condition) => Until(what, () => Task.FromResult(condition()));

    private static Task Until(string what, Func<Task<bool>> condition) => Wait.Until(what, condition, Timeout);
}
