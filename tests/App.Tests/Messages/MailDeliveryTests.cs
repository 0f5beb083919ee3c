using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Features.Messages;
using PmCrm.App.Security;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Messages;

/// <summary>Delivery from the outbox to a provider on loopback that answers as documented by Resend and SendGrid.</summary>
public sealed class MailDeliveryTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly Uri Link = new("https://app.example.com/verify#token=planted-value-5&a=1");

    [Fact]
    public async Task A_mail_is_sent_as_Resend_documents_it_and_its_text_is_removed()
    {
        await using var world = await MailWorld.Create(app);
        var person = await app.NewPerson();
        await world.Enqueue(Verification(person));

        await world.Deliver();

        var request = Assert.Single(world.Provider.Requests);
        Assert.Equal(("POST", "api.resend.com", "/emails"), (request.Method, request.Host, request.Path));
        Assert.Equal($"Bearer {MailWorld.ApiKey}", request.Headers["Authorization"]);
        Assert.True(Guid.TryParse(request.Headers["Idempotency-Key"], out _));
        var mail = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal(MailWorld.From, mail.GetProperty("from").GetString());
        Assert.Equal(person.Email, Assert.Single(mail.GetProperty("to").EnumerateArray()).GetString());
        Assert.Contains(Link.AbsoluteUri, mail.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("#token=planted-value-5&amp;a=1", mail.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Equal(request.Headers["Idempotency-Key"], mail.GetProperty("tags")[0].GetProperty("value").GetString());
        Assert.False(mail.TryGetProperty("headers", out _), "what a person asked for cannot be unsubscribed");
        Assert.Equal([("sent", 1, null, false)], await world.Rows(person.Id));
    }

    [Fact]
    public async Task A_mail_is_sent_as_SendGrid_documents_it()
    {
        await using var world = await MailWorld.Create(app, MailService.SendGrid);
        var person = await app.NewPerson();
        await world.Enqueue(Reminder(person));

        await world.Deliver();

        var request = Assert.Single(world.Provider.Requests);
        Assert.Equal(("POST", "api.eu.sendgrid.com", "/v3/mail/send"), (request.Method, request.Host, request.Path));
        var mail = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal("hello@mail.example.com", mail.GetProperty("from").GetProperty("email").GetString());
        Assert.Equal("Example", mail.GetProperty("from").GetProperty("name").GetString());
        Assert.Equal(person.Email, mail.GetProperty("personalizations")[0].GetProperty("to")[0].GetProperty("email").GetString());
        Assert.Equal(
            ["text/plain", "text/html"],
            mail.GetProperty("content").EnumerateArray().Select(part => part.GetProperty("type").GetString())
        );
        Assert.True(Guid.TryParse(mail.GetProperty("custom_args").GetProperty("pmcrm_mail").GetString(), out _));
        var headers = mail.GetProperty("headers");
        Assert.StartsWith(
            "<https://api.example.com/unsubscribe?token=",
            headers.GetProperty("List-Unsubscribe").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("List-Unsubscribe=One-Click", headers.GetProperty("List-Unsubscribe-Post").GetString());
        Assert.False(mail.GetProperty("tracking_settings").GetProperty("click_tracking").GetProperty("enable").GetBoolean());
        Assert.Equal([("sent", 1, null, false)], await world.Rows(person.Id));
    }

    // https://resend.com/docs/api-reference/errors
    [Theory]
    [InlineData(400, """{"statusCode":400,"name":"validation_error","message":"m"}""", "400 validation_error", "failed")]
    [InlineData(422, """{"statusCode":422,"name":"missing_required_field","message":"m"}""", "422 missing_required_field", "failed")]
    [InlineData(422, """{"statusCode":422,"name":"invalid_from_address","message":"m"}""", "422 invalid_from_address", "queued")]
    [InlineData(401, """{"statusCode":401,"name":"validation_error","message":"API key is invalid"}""", "401 validation_error", "queued")]
    [InlineData(403, """{"statusCode":403,"name":"invalid_api_key","message":"m"}""", "403 invalid_api_key", "queued")]
    [InlineData(
        409,
        """{"statusCode":409,"name":"concurrent_idempotent_requests","message":"m"}""",
        "409 concurrent_idempotent_requests",
        "queued"
    )]
    [InlineData(409, """{"statusCode":409,"name":"invalid_idempotent_request","message":"m"}""", null, "sent")]
    [InlineData(429, """{"statusCode":429,"name":"daily_quota_exceeded","message":"m"}""", "429 daily_quota_exceeded", "queued")]
    [InlineData(500, """{"statusCode":500,"name":"internal_server_error","message":"m"}""", "500 internal_server_error", "queued")]
    [InlineData(502, "<html>", "502", "queued")]
    [InlineData(200, "<html>", "garbage", "queued")]
    [InlineData(200, """{"id":7}""", "garbage", "queued")]
    public async Task Permanent_refusals_of_Resend_fail_the_mail_and_all_others_requeue_it(
        int status,
        string body,
        string? reason,
        string becomes
    )
    {
        await using var world = await MailWorld.Create(app);
        world.Provider.Answer = _ => OutsideServerAnswer.Json(status, body);
        var person = await app.NewPerson();
        await world.Enqueue(Verification(person));

        await world.Deliver();

        Assert.Equal([(becomes, 1, reason, becomes == "queued")], await world.Rows(person.Id));
    }

    // https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/errors
    [Theory]
    [InlineData(400, "failed")]
    [InlineData(413, "failed")]
    [InlineData(401, "queued")]
    [InlineData(403, "queued")]
    [InlineData(429, "queued")]
    [InlineData(500, "queued")]
    [InlineData(200, "queued")]
    public async Task Permanent_refusals_of_SendGrid_fail_the_mail_and_all_others_requeue_it(int status, string becomes)
    {
        await using var world = await MailWorld.Create(app, MailService.SendGrid);
        world.Provider.Answer = _ =>
            OutsideServerAnswer.Json(status, """{"errors":[{"message":"person@example.com is wrong","field":"personalizations.0.to"}]}""");
        var person = await app.NewPerson();
        await world.Enqueue(Verification(person));

        await world.Deliver();

        Assert.Equal([(becomes, 1, $"{status}", becomes == "queued")], await world.Rows(person.Id));
    }

    [Fact]
    public async Task A_mail_waits_as_long_as_the_provider_asks_and_is_then_sent_with_the_same_key()
    {
        var clock = new MovableClock();
        await using var world = await MailWorld.Create(app, clock: clock);
        world.Provider.AnswerWith(
            OutsideServerAnswer.Json(429, """{"name":"rate_limit_exceeded"}""", ("Retry-After", "90")),
            OutsideServerAnswer.Json(200, MailWorld.Accepted)
        );
        var person = await app.NewPerson();
        await world.Enqueue(Verification(person, clock));

        await world.Deliver();
        clock.Advance(TimeSpan.FromSeconds(80));
        await world.Deliver();
        Assert.Single(world.Provider.Requests);
        clock.Advance(TimeSpan.FromSeconds(11));
        await world.Deliver();

        Assert.Equal([("sent", 2, null, false)], await world.Rows(person.Id));
        Assert.Equal(2, world.Provider.Requests.Count);
        Assert.Single(world.Provider.Requests.Select(request => (request.Headers["Idempotency-Key"], request.Text)).Distinct());
    }

    [Fact]
    public async Task A_mail_with_an_expired_link_is_not_sent()
    {
        var clock = new MovableClock();
        await using var world = await MailWorld.Create(app, clock: clock);
        var person = await app.NewPerson();
        await world.Enqueue(Verification(person, clock));

        clock.Advance(TimeSpan.FromHours(2));
        await world.Deliver();

        Assert.Empty(world.Provider.Requests);
        Assert.Equal([("expired", 1, null, false)], await world.Rows(person.Id));
    }

    [Fact]
    public async Task A_mail_whose_worker_was_killed_while_sending_is_sent_again_with_the_same_key()
    {
        await using var world = await MailWorld.Create(app);
        var person = await app.NewPerson();
        await world.Enqueue(Verification(person));
        await app.Database.Execute(
            $"update mail_outbox set sending_since = now() - interval '1 second', attempts = 1 where owner_id = {person.Id}",
            default
        );

        await world.Deliver();

        Assert.Single(world.Provider.Requests);
        Assert.Equal([("sent", 2, null, false)], await world.Rows(person.Id));
    }

    [Fact]
    public async Task A_mail_that_SendGrid_may_have_accepted_waits_for_its_event_before_it_is_sent_again()
    {
        var clock = new MovableClock();
        await using var world = await MailWorld.Create(app, MailService.SendGrid, clock);
        var person = await app.NewPerson();
        await world.Enqueue(Verification(person, clock));
        await app.Database.Execute(
            $"update mail_outbox set sending_since = {clock.GetUtcNow()}, attempts = 1 where owner_id = {person.Id}",
            default
        );

        clock.Advance(TimeSpan.FromMinutes(14));
        await world.Deliver();
        Assert.Empty(world.Provider.Requests);
        clock.Advance(TimeSpan.FromMinutes(2));
        await world.Deliver();

        Assert.Single(world.Provider.Requests);
        Assert.Equal([("sent", 2, null, false)], await world.Rows(person.Id));
    }

    [Fact]
    public async Task Concurrent_workers_send_each_mail_once()
    {
        await using var world = await MailWorld.Create(app);
        var person = await app.NewPerson();
        for (var i = 0; i < 20; i++)
            await world.Enqueue(Verification(person));

        await Task.WhenAll(world.Deliver(), world.Deliver(), world.Deliver());

        Assert.Equal(20, world.Provider.Requests.Count);
        Assert.Equal(20, world.Provider.Requests.Select(request => request.Headers["Idempotency-Key"]).Distinct().Count());
    }

    [Fact]
    public async Task A_bounced_address_gets_no_mails_and_one_that_complained_only_requested_ones()
    {
        await using var world = await MailWorld.Create(app);
        var (bounced, complained) = (await app.NewPerson(), await app.NewPerson());
        foreach (var (person, reason) in new[] { (bounced, "bounced"), (complained, "complained") })
        {
            await app.Database.Execute(
                $"insert into mail_suppressions (owner_id, address, reason) values ({person.Id}, {person.Email}, {reason})",
                default
            );
            await world.Enqueue(Verification(person));
            await world.Enqueue(Reminder(person));
        }

        await world.Deliver();

        Assert.Equal([("suppressed", 1, null, false), ("suppressed", 1, null, false)], await world.Rows(bounced.Id));
        Assert.Equal([("sent", 1, null, false), ("suppressed", 1, null, false)], await world.Rows(complained.Id));
    }

    [Fact]
    public async Task User_text_is_escaped_in_HTML_and_never_becomes_a_header()
    {
        await using var world = await MailWorld.Create(app);
        var person = await app.NewPerson();
        await world.Enqueue(
            MailMessages.Reminder(
                person.Id,
                person.Email,
                "<script>alert(1)</script>\r\nBcc: other@example.com",
                "A & B",
                DateTimeOffset.UtcNow,
                "UTC",
                Link,
                DateTimeOffset.UtcNow
            )
        );

        await world.Deliver();

        var mail = JsonDocument.Parse(Assert.Single(world.Provider.Requests).Body).RootElement;
        Assert.DoesNotContain("<script>", mail.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Contains("A &amp; B", mail.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', mail.GetProperty("subject").GetString()!);
        Assert.DoesNotContain('\r', mail.GetProperty("subject").GetString()!);
    }

    [Fact]
    public async Task Without_a_provider_no_mail_is_stored()
    {
        var person = await app.NewPerson();
        await using var without = app.With(new() { [AppVariables.MailFrom] = null }, _ => { });
        var outbox = without.Services.GetRequiredService<MailOutbox>();

        Assert.False(outbox.IsConfigured);
        Assert.False(await app.Database.InTransaction(session => outbox.Enqueue(session, Verification(person), default), default));
        Assert.Equal(
            0,
            await app.Database.FirstOrDefault(
                $"select count(*)::int from mail_outbox where owner_id = {person.Id}",
                row => row.GetInt32(0),
                default
            )
        );
    }

    [Fact]
    public async Task Pending_mails_are_encrypted()
    {
        await using var world = await MailWorld.Create(app);
        var person = await app.NewPerson();
        await world.Enqueue(Verification(person));

        var row = await app.Database.FirstOrDefault(
            $"select o::text || encode(message_cipher, 'escape') from mail_outbox o where owner_id = {person.Id}",
            row => row.GetString(0),
            default
        );

        Assert.DoesNotContain("planted-value", row, StringComparison.Ordinal);
        Assert.DoesNotContain(person.Email, row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_of_a_key_that_the_worker_does_not_have_waits_for_it_and_fails_when_it_expires()
    {
        var clock = new MovableClock();
        await using var world = await MailWorld.Create(app, clock: clock);
        var (person, other) = (await app.NewPerson(), await app.NewPerson());
        await world.Enqueue(Verification(person, clock));
        await world.Enqueue(Verification(other, clock));
        var text = await Text(person);
        var lost = new FieldEncryption(["a planted key that the worker gets later"]);
        await SetText(person, lost.Encrypt(text, person.Id, MailOutbox.MessageField));
        await SetText(other, lost.Encrypt(text, other.Id, MailOutbox.MessageField));

        await world.Deliver();

        Assert.Equal([("queued", 1, "key-missing", true)], await world.Rows(person.Id));
        // The key is there: the worker was replaced by one that has it.
        await SetText(person, app.Services.GetRequiredService<FieldEncryption>().Encrypt(text, person.Id, MailOutbox.MessageField));
        clock.Advance(TimeSpan.FromMinutes(1));
        await world.Deliver();
        Assert.Equal([("sent", 2, null, false)], await world.Rows(person.Id));

        clock.Advance(TimeSpan.FromHours(2));
        await world.Deliver();
        Assert.Equal([("failed", 3, "key-missing", false)], await world.Rows(other.Id));
        Assert.Single(world.Provider.Requests);
    }

    [Fact]
    public async Task A_damaged_mail_fails_at_once()
    {
        await using var world = await MailWorld.Create(app);
        var person = await app.NewPerson();
        await world.Enqueue(Verification(person));
        var encryption = app.Services.GetRequiredService<FieldEncryption>();
        await SetText(person, encryption.Encrypt(await Text(person), person.Id, "somewhere else"));

        await world.Deliver();

        Assert.Equal([("failed", 1, "unreadable", false)], await world.Rows(person.Id));
        Assert.Empty(world.Provider.Requests);
    }

    [Fact]
    public async Task A_mail_that_a_newer_version_wrote_is_left_for_a_newer_worker_and_holds_up_no_other()
    {
        await using var world = await MailWorld.Create(app);
        var (fields, kind, last) = (await app.NewPerson(), await app.NewPerson(), await app.NewPerson());
        foreach (var person in (Person[])[fields, kind, last])
            await world.Enqueue(Verification(person));
        var text = await Text(fields);
        var newer = JsonNode.Parse(text)!;
        newer["Attachment"] = "planted-value-21";
        var encryption = app.Services.GetRequiredService<FieldEncryption>();
        await SetText(fields, encryption.Encrypt(newer.ToJsonString(), fields.Id, MailOutbox.MessageField));
        // Migrations run ahead of old workers: one may allow a kind that they do not know.
        await app.Database.Execute($"alter table mail_outbox drop constraint mail_outbox_kind_check", default);
        await app.Database.Execute($"update mail_outbox set kind = 'invoice' where owner_id = {kind.Id}", default);

        await world.Deliver();

        Assert.Equal([("queued", 1, "newer-version", true)], await world.Rows(fields.Id));
        Assert.Equal([("queued", 0, null, true)], await world.Rows(kind.Id));
        Assert.Equal([("sent", 1, null, false)], await world.Rows(last.Id));
        await app.Database.Execute($"delete from mail_outbox where kind = 'invoice'", default);
    }

    private async Task<string> Text(Person person)
    {
        var cipher = await app.Database.FirstOrDefault(
            $"select message_cipher from mail_outbox where owner_id = {person.Id}",
            row => row.Bytes(0),
            default
        );
        return app.Services.GetRequiredService<FieldEncryption>().Decrypt(cipher, person.Id, MailOutbox.MessageField)!;
    }

    private Task<int> SetText(Person person, byte[]? cipher) =>
        app.Database.Execute($"update mail_outbox set message_cipher = {cipher} where owner_id = {person.Id}", default);

    private static MailMessage Verification(Person person, TimeProvider? clock = null) =>
        MailMessages.Verification(person.Id, person.Email, Link, (clock ?? TimeProvider.System).GetUtcNow().AddHours(1));

    private static MailMessage Reminder(Person person) =>
        MailMessages.Reminder(
            person.Id,
            person.Email,
            "Call",
            contact: null,
            DateTimeOffset.UtcNow,
            "Europe/Brussels",
            Link,
            DateTimeOffset.UtcNow
        );
}
