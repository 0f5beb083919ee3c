using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using PmCrm.App.Configuration;
using PmCrm.App.Features.Messages;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Messages;

/// <summary>Webhook calls of the providers, with their signatures.</summary>
public sealed class WebhookTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("planted-value-that-signs-events");
    private static readonly ECDsa Curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly Dictionary<string, string?> Keys = new()
    {
        [AppVariables.ResendWebhookSecret] = "whsec_" + Convert.ToBase64String(Secret),
        [AppVariables.SendGridWebhookKey] = Convert.ToBase64String(Curve.ExportSubjectPublicKeyInfo()),
    };

    // The values of SendGrid's own test: sendgrid-csharp, tests/SendGrid.Tests/Helpers/EventWebhook/RequestValidatorTests.cs.
    [Fact]
    public void SendGrids_published_signature_is_valid_at_its_time()
    {
        const string Key =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==";
        const string Body =
            """[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]"""
            + "\r\n";
        var headers = new HeaderDictionary
        {
            ["X-Twilio-Email-Event-Webhook-Timestamp"] = "1600112502",
            ["X-Twilio-Email-Event-Webhook-Signature"] =
                "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
        };
        WebhookVerdict At(string body, long seconds) =>
            WebhookSignatures.SendGrid(
                Convert.FromBase64String(Key),
                headers,
                Encoding.UTF8.GetBytes(body),
                DateTimeOffset.FromUnixTimeSeconds(seconds)
            );

        Assert.Equal(WebhookVerdict.Genuine, At(Body, 1600112502));
        Assert.Equal(WebhookVerdict.TooOld, At(Body, 1600112502 + 301));
        Assert.Equal(WebhookVerdict.TooOld, At(Body, 1600112502 - 301));
        Assert.Equal(WebhookVerdict.BadSignature, At(Body + " ", 1600112502));
    }

    [Theory]
    [InlineData("email.bounced", ""","bounce":{"type":"Permanent","subType":"Suppressed","message":"m"}""", "bounced", "bounced")]
    [InlineData("email.bounced", ""","bounce":{"type":"Transient","subType":"General","message":"m"}""", "failed", null)]
    [InlineData("email.complained", "", "complained", "complained")]
    [InlineData("email.delivered", "", "sent", null)]
    [InlineData("email.opened", "", "sent", null)]
    public async Task A_Resend_event_is_recorded_once_even_if_it_is_repeated(string type, string more, string status, string? suppression)
    {
        await using var world = await MailWorld.Create(app, more: Keys);
        var person = await app.NewPerson();
        var mail = await Sent(world, person);
        var body = $$"""
            {"type":"{{type}}","created_at":"2026-11-22T23:41:12.126Z","data":{"email_id":"56761188-7520-42d8-8898-ff6fc54ce618",
             "to":["{{person.Email.ToUpperInvariant()}}"],"tags":{"pmcrm_mail":"{{mail}}"}{{more}} } }
            """;

        for (var i = 0; i < 2; i++)
            await FromResend(world, body, DateTimeOffset.UtcNow).Expect(HttpStatusCode.NoContent);

        Assert.Equal(status, Assert.Single(await world.Rows(person.Id)).Status);
        Assert.Equal(suppression, await Suppression(person));
        var preferences = await (await person.Client.Get("/v1/me/messages").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Equal(suppression, preferences.GetProperty("mailProblem").GetString());
    }

    [Theory]
    [InlineData("""{"event":"bounce","type":"bounce","reason":"550"}""", "bounced", "bounced")]
    [InlineData("""{"event":"bounce","type":"blocked","reason":"450"}""", "failed", null)]
    [InlineData("""{"event":"dropped","reason":"Bounced Address"}""", "bounced", "bounced")]
    [InlineData("""{"event":"dropped","reason":"Unsubscribed Address"}""", "failed", null)]
    [InlineData("""{"event":"spamreport"}""", "complained", "complained")]
    [InlineData("""{"event":"delivered"}""", "sent", null)]
    public async Task SendGrid_events_are_recorded(string one, string status, string? suppression)
    {
        await using var world = await MailWorld.Create(app, MailService.SendGrid, more: Keys);
        var person = await app.NewPerson();
        var mail = await Sent(world, person);
        var body = $$"""[{"email":"x@example.com","event":"open"},{{{one[1..^1]}},"email":"{{person.Email}}","pmcrm_mail":"{{mail}}"}]""";

        await FromSendGrid(world, body, DateTimeOffset.UtcNow).Expect(HttpStatusCode.NoContent);

        Assert.Equal(status, Assert.Single(await world.Rows(person.Id)).Status);
        Assert.Equal(suppression, await Suppression(person));
    }

    // https://github.com/sendgrid/docs, content/docs/for-developers/tracking-events/getting-started-event-webhook.md
    [Fact]
    public async Task A_list_of_768_kilobytes_from_SendGrid_is_read_to_its_last_event_and_one_above_our_limit_is_not()
    {
        await using var world = await MailWorld.Create(app, MailService.SendGrid, more: Keys);
        var person = await app.NewPerson();
        var mail = await Sent(world, person);
        const string Others = """
            {"email":"x@example.com","timestamp":1513299569,"smtp-id":"<14c5d75ce93.dfd.64b469@ismtpd-555>","event":"delivered",
             "category":["cat facts"],"sg_event_id":"ZGVsaXZlcmVkLTAtMTAwMDAwMDAtZmlsdGVyMDAwMQ","response":"250 OK",
             "sg_message_id":"14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0"},
            """;
        var own = $$"""{"event":"bounce","type":"bounce","email":"{{person.Email}}","pmcrm_mail":"{{mail}}"}]""";
        string List(int bytes) => "[" + string.Concat(Enumerable.Repeat(Others, (bytes - own.Length) / Others.Length)) + own;

        await FromSendGrid(world, List(1100 * 1024), DateTimeOffset.UtcNow)
            .ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        Assert.Equal("sent", Assert.Single(await world.Rows(person.Id)).Status);
        await FromSendGrid(world, List(768 * 1024), DateTimeOffset.UtcNow).Expect(HttpStatusCode.NoContent);

        Assert.Equal("bounced", Assert.Single(await world.Rows(person.Id)).Status);
    }

    [Fact]
    public async Task A_mail_whose_worker_was_killed_counts_as_sent_once_SendGrid_reports_it()
    {
        var clock = new MovableClock();
        await using var world = await MailWorld.Create(app, MailService.SendGrid, clock, Keys);
        var person = await app.NewPerson();
        await world.Enqueue(Verification(person));
        await app.Database.Execute($"update mail_outbox set sending_since = now(), attempts = 1 where owner_id = {person.Id}", default);

        var body = $$"""[{"event":"processed","email":"{{person.Email}}","pmcrm_mail":"{{await Id(person)}}"}]""";
        await FromSendGrid(world, body, clock.GetUtcNow()).Expect(HttpStatusCode.NoContent);
        clock.Advance(TimeSpan.FromMinutes(30));
        await world.Deliver();

        Assert.Empty(world.Provider.Requests);
        Assert.Equal([("sent", 1, null, false)], await world.Rows(person.Id));
    }

    [Fact]
    public async Task A_wrong_or_old_signature_is_reported_and_changes_nothing()
    {
        await using var world = await MailWorld.Create(app, more: Keys);
        var person = await app.NewPerson();
        var body = $$"""
            {"type":"email.bounced","data":{"to":["{{person.Email}}"],"tags":{"pmcrm_mail":"{{await Sent(world, person)}}" } } }
            """;

        await FromResend(world, body, DateTimeOffset.UtcNow.AddMinutes(-6)).ExpectProblem(HttpStatusCode.Unauthorized, "old-signature");
        await FromResend(world, body, DateTimeOffset.UtcNow, secret: [1, 2, 3]).ExpectProblem(HttpStatusCode.Unauthorized, "bad-signature");
        await FromSendGrid(world, body, DateTimeOffset.UtcNow.AddMinutes(-6)).ExpectProblem(HttpStatusCode.Unauthorized, "old-signature");
        using var client = world.Client();
        foreach (var path in new[] { "/webhooks/resend", "/webhooks/sendgrid" })
            await client.PostJson(path, body).ExpectProblem(HttpStatusCode.Unauthorized, "bad-signature");

        Assert.Equal("sent", Assert.Single(await world.Rows(person.Id)).Status);
        Assert.Null(await Suppression(person));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"data":{}}""")]
    [InlineData("null")]
    [InlineData("7")]
    public async Task A_signed_event_with_an_invalid_body_is_refused(string body)
    {
        await using var world = await MailWorld.Create(app, more: Keys);

        await FromResend(world, body, DateTimeOffset.UtcNow).ExpectProblem(HttpStatusCode.BadRequest, "unreadable-event");
        if (body != "[]")
            await FromSendGrid(world, body, DateTimeOffset.UtcNow).ExpectProblem(HttpStatusCode.BadRequest, "unreadable-event");
    }

    [Fact]
    public async Task An_event_of_another_mail_or_with_unknown_fields_is_accepted_and_changes_nothing()
    {
        await using var world = await MailWorld.Create(app, more: Keys);

        foreach (
            var body in new[]
            {
                """{"type":"email.bounced","data":{"to":"x","tags":{"pmcrm_mail":7}}}""",
                """{"type":"email.bounced","data":{"to":[7],"tags":[]}}""",
                $$"""{"type":"email.bounced","data":{"to":["a@example.com"],"tags":{"pmcrm_mail":"{{Guid.NewGuid()}}" } } }""",
            }
        )
            await FromResend(world, body, DateTimeOffset.UtcNow).Expect(HttpStatusCode.NoContent);
        await FromSendGrid(world, """[7,{"event":[]},{"event":"bounce"}]""", DateTimeOffset.UtcNow).Expect(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Without_a_key_no_event_is_accepted()
    {
        using var client = app.Anonymous;

        foreach (var path in new[] { "/webhooks/resend", "/webhooks/sendgrid" })
            await client.PostJson(path, "{}").ExpectProblem(HttpStatusCode.NotFound, "webhook-not-configured");
    }

    private async Task<Guid> Sent(MailWorld world, Person person)
    {
        await world.Enqueue(Verification(person));
        await world.Deliver();
        return await Id(person);
    }

    private Task<Guid> Id(Person person) =>
        app.Database.FirstOrDefault($"select id from mail_outbox where owner_id = {person.Id}", row => row.GetGuid(0), default);

    private Task<string?> Suppression(Person person) =>
        app.Database.FirstOrDefault(
            $"select reason from mail_suppressions where owner_id = {person.Id} and address = {person.Email}",
            row => row.GetString(0),
            default
        );

    private static MailMessage Verification(Person person) =>
        MailMessages.Verification(person.Id, person.Email, new Uri("https://app.example.com/verify"), DateTimeOffset.UtcNow.AddHours(2));

    private static async Task<HttpResponseMessage> FromResend(MailWorld world, string body, DateTimeOffset at, byte[]? secret = null)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(secret ?? Secret, Encoding.UTF8.GetBytes($"msg_1.{time}.{body}")));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/resend") { Content = Fixtures.Http.Json(body) };
        request.Headers.Add("svix-id", "msg_1");
        request.Headers.Add("svix-timestamp", time);
        // Svix sends several signatures while a secret is being rotated.
        request.Headers.Add("svix-signature", $"v1,{Convert.ToBase64String(new byte[32])} v1,{signature}");
        using var client = world.Client();
        return await client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> FromSendGrid(MailWorld world, string body, DateTimeOffset at)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Curve.SignData(
            Encoding.UTF8.GetBytes(time + body),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/sendgrid") { Content = Fixtures.Http.Json(body) };
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", time);
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(signature));
        using var client = world.Client();
        return await client.SendAsync(request);
    }
}
