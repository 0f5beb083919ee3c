using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Data;
using PmCrm.App.Features.WhatsApp;
using PmCrm.App.Operations;
using PmCrm.App.OutsideServices;
using PmCrm.App.Security;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.WhatsApp;

/// <summary>Delivery from the outbox to an API on loopback that answers as documented by Meta.</summary>
public sealed class WhatsAppDeliveryTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task A_code_is_sent_as_the_API_documents_authentication_templates()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, number) = await world.Verified(app);

        var request = Assert.Single(world.Api.Requests);
        Assert.Equal(("POST", "graph.facebook.com"), (request.Method, request.Host));
        Assert.Equal($"/v25.0/{WhatsAppWorld.PhoneNumberId}/messages", request.Path);
        Assert.Equal($"Bearer {WhatsAppWorld.ApiToken}", request.Headers["Authorization"]);
        var code = world.LastText();
        AssertJson(
            $$"""
            {"messaging_product":"whatsapp","recipient_type":"individual","to":"{{number}}","type":"template",
             "template":{"name":"pmcrm_code","language":{"code":"en"},"components":[
              {"type":"body","parameters":[{"type":"text","text":"{{code}}"}]},
              {"type":"button","parameters":[{"type":"text","text":"{{code}}"}],"sub_type":"url","index":"0"}]},
             "biz_opaque_callback_data":"{{await world.Newest(person.Id)}}"}
            """,
            request.Text
        );
    }

    [Fact]
    public async Task A_reminder_has_its_title_contact_and_time_and_no_note()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, number) = await world.Verified(app);
        var contact = await person.Client.Create("""{"name":"Anna     Muster","privateNotes":"planted-value-private"}""");
        await world.Remind(person, "Call      her", "planted-value-note", $"{contact.Path}/reminders");

        await world.Deliver();

        Assert.Equal(2, world.Api.Requests.Count);
        var request = world.Api.Requests[^1];
        Assert.DoesNotContain("planted-value", request.Text, StringComparison.Ordinal);
        var body = JsonDocument.Parse(request.Body).RootElement;
        Assert.Equal(number, body.Text("to"));
        Assert.Equal("pmcrm_reminder", body.GetProperty("template").Text("name"));
        var components = body.GetProperty("template").GetProperty("components");
        Assert.Equal("Call her", world.LastText());
        Assert.Matches(
            @"^About Anna Muster\. Due [0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2} \(.+\)$",
            components[0].GetProperty("parameters")[1].Text("text")
        );
        AssertJson(
            $$"""
            {"type":"button","parameters":[{"type":"payload","payload":"stop-{{await world.Newest(person.Id)}}"}],
             "sub_type":"quick_reply","index":"0"}
            """,
            components[1].GetRawText()
        );
    }

    [Fact]
    public void The_longest_title_and_name_fit_into_a_template()
    {
        var title = string.Concat(Enumerable.Repeat("🙂", 1000));
        var message = WhatsAppMessage.Reminder(title, title, DateTimeOffset.UtcNow, "Europe/Brussels", DateTimeOffset.UtcNow);

        Assert.True(message.Texts.Sum(text => text.Length) < 1000);
        // No half of a surrogate pair.
        Assert.All(message.Texts, text =>
            Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)))
        );
        Assert.Equal("–", WhatsAppMessage.Reminder("\t", null, DateTimeOffset.UtcNow, "UTC", DateTimeOffset.UtcNow).Texts[0]);
    }

    /// <summary>
    /// https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes/ (131030: the sender is a test
    /// number and the recipient not on its list).
    /// </summary>
    public static TheoryData<int, int, string> Refusals =>
        [
            .. new[] { 131026, 131021, 130472, 131047, 131049, 131050 }.Select(code => (400, code, "failed")),
            // Token and permission.
            .. new[] { (401, 0), (500, 3), (403, 10), (401, 190), (403, 200), (403, 299), (403, 131005) }.Select(Waits),
            // A parameter: also the sender's id.
            .. new[] { (400, 33), (400, 100), (404, 100), (400, 131008), (400, 131009), (400, 131051), (400, 133010) }.Select(Waits),
            // Account, payment, certificate, test number.
            .. new[] { (403, 368), (403, 130497), (403, 131031), (400, 131030), (400, 131037), (400, 131042), (500, 131045) }.Select(Waits),
            // Template.
            .. new[] { (400, 132000), (404, 132001), (400, 132005), (400, 132007), (400, 132012), (400, 132015), (400, 132016) }.Select(
                Waits
            ),
            .. new[] { (400, 132018), (400, 132068), (429, 132069) }.Select(Waits),
            // Too many.
            .. new[] { (400, 4), (400, 80007), (400, 130429), (429, 130429), (400, 131048), (400, 131056), (400, 133016) }.Select(Waits),
            // Its own, and what nobody knows yet.
            .. new[] { (400, 1), (503, 2), (500, 131000), (503, 131016), (500, 131057), (400, 135000), (400, 999999) }.Select(Waits),
        ];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Only_a_documented_error_of_the_recipient_gives_a_message_up_and_all_else_waits(int status, int code, string becomes)
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, _) = await world.Verified(app);
        await world.Remind(person, "Call");
        world.Api.Answer = _ => WhatsAppWorld.Refused(status, code);

        await world.Deliver();

        Assert.Equal(2, world.Api.Requests.Count);
        Assert.Equal(("reminder", becomes, 1, $"{status} {code}", becomes == "queued"), (await world.Rows(person.Id))[^1]);
        using var client = world.Client(person);
        var channel = await WhatsAppWorld.Channel(client);
        var isDead = code is 131026 or 131021;
        Assert.Equal(isDead ? "undeliverable" : null, channel.GetProperty("problem").GetString());
        Assert.Equal(!isDead, channel.GetProperty("verified").GetBoolean() && channel.GetProperty("reminders").GetBoolean());
    }

    [Fact]
    public async Task A_message_that_a_wrong_id_of_the_sender_holds_up_is_sent_once_the_id_is_right()
    {
        var clock = new MovableClock();
        await using var world = await WhatsAppWorld.Create(app, clock);
        var (person, _) = await world.Verified(app);
        await world.Remind(person, "Call");
        var accept = world.Api.Answer;
        world.Api.Answer = _ =>
            OutsideServerAnswer.Json(
                400,
                """
                {"error":{"message":"Unsupported post request. Object with ID '106540352242922' does not exist",
                 "type":"GraphMethodException","code":100,"fbtrace_id":"AXfu0NKfYelIG2VlOmIfK3C"}}
                """
            );
        for (var hour = 0; hour < 22; hour++)
        {
            await world.Deliver();
            clock.Advance(TimeSpan.FromHours(1));
        }
        world.Api.Answer = accept;

        await world.Deliver();

        var row = (await world.Rows(person.Id))[^1];
        Assert.Equal(("reminder", "sent", 23), (row.Kind, row.Status, row.Attempts));
    }

    private static (int Status, int Code, string Becomes) Waits((int Status, int Code) refusal) => (refusal.Status, refusal.Code, "queued");

    [Theory]
    [InlineData(131026)]
    [InlineData(131021)]
    public async Task An_undeliverable_number_is_turned_off_and_its_owner_notified_by_mail_once(int code)
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, _) = await world.Verified(app);
        await world.Remind(person, "One");
        await world.Remind(person, "Two");
        world.Api.Answer = _ => WhatsAppWorld.Refused(400, code);

        await world.Deliver();

        Assert.Equal(2, world.Api.Requests.Count);
        Assert.Equal(["sent", "failed", "suppressed"], (await world.Rows(person.Id)).Select(row => row.Status));
        using var client = world.Client(person);
        var channel = await WhatsAppWorld.Channel(client);
        Assert.Equal("undeliverable", channel.Text("problem"));
        Assert.False(channel.GetProperty("verified").GetBoolean() || channel.GetProperty("reminders").GetBoolean());
        // One message that the number was verified, and one that messages were turned off.
        Assert.Equal(2, await Notices(person));
    }

    [Fact]
    public async Task A_code_for_an_invalid_number_reports_that_and_sends_no_mail()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var person = await WhatsAppWorld.NewPerson(app);
        using var client = world.Client(person);
        await WhatsAppWorld.Set(client, WhatsAppWorld.NewNumber()).Expect(HttpStatusCode.OK);
        world.Api.Answer = _ => WhatsAppWorld.Refused(400, 131026);

        await world.Deliver();

        Assert.Equal("undeliverable", (await WhatsAppWorld.Channel(client)).Text("problem"));
        Assert.Equal(0, await Notices(person));
        await WhatsAppWorld.Verify(client, "123456").ExpectProblem(HttpStatusCode.Gone, "code-ended");
    }

    [Fact]
    public async Task A_pause_that_the_API_asks_for_is_respected()
    {
        var clock = new MovableClock();
        await using var world = await WhatsAppWorld.Create(app, clock);
        var (person, _) = await world.Verified(app);
        await world.Remind(person, "Call");
        world.Api.AnswerWith(
            WhatsAppWorld.Refused(429, 80007) with
            {
                Headers = [("Retry-After", "600")],
            },
            WhatsAppWorld.Accepted("wamid.2")
        );

        await world.Deliver();
        clock.Advance(TimeSpan.FromSeconds(599));
        await world.Deliver();
        Assert.Equal(2, world.Api.Requests.Count);
        clock.Advance(TimeSpan.FromSeconds(2));
        await world.Deliver();

        Assert.Equal(3, world.Api.Requests.Count);
        Assert.Equal(("reminder", "sent", 2, null, true), (await world.Rows(person.Id))[^1]);
    }

    public static TheoryData<string> Unknown => ["garbage", "empty", "breaks off", "never", "killed"];

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task A_message_that_the_API_may_have_accepted_waits_for_its_report_and_is_not_sent_twice(string how)
    {
        var clock = new MovableClock();
        await using var world = await WhatsAppWorld.Create(app, clock);
        var (person, _) = await world.Verified(app);
        await world.Remind(person, "Call");
        world.Api.Answer = _ =>
            how switch
            {
                "garbage" => OutsideServerAnswer.Garbage(),
                "empty" => OutsideServerAnswer.Json(200, """{"messaging_product":"whatsapp","messages":[]}"""),
                "never" => OutsideServerAnswer.Never,
                _ => WhatsAppWorld.Accepted("wamid.2") with { BreaksOff = true },
            };
        if (how == "killed")
            await app.Database.Execute(
                $"""
                update whatsapp_outbox set sending_since = {clock.GetUtcNow()}, attempts = 1
                where owner_id = {person.Id} and kind = 'reminder'
                """,
                default
            );
        else
            await world.Deliver();
        var asked = world.Api.Requests.Count;

        clock.Advance(TimeSpan.FromMinutes(14));
        await world.Deliver();
        await world.Report(world.Status("sent", await world.Newest(person.Id))).Expect(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromMinutes(30));
        await world.Deliver();

        Assert.Equal(how == "killed" ? 1 : 2, asked);
        Assert.Equal(asked, world.Api.Requests.Count);
        Assert.Equal(("reminder", "sent", 1, null, true), (await world.Rows(person.Id))[^1]);
    }

    [Fact]
    public async Task A_message_without_a_report_is_sent_again_after_the_wait()
    {
        var clock = new MovableClock();
        await using var world = await WhatsAppWorld.Create(app, clock);
        var (person, _) = await world.Verified(app);
        await world.Remind(person, "Call");
        await app.Database.Execute(
            $"""
            update whatsapp_outbox set sending_since = {clock.GetUtcNow()}, attempts = 1
            where owner_id = {person.Id} and kind = 'reminder'
            """,
            default
        );

        clock.Advance(TimeSpan.FromMinutes(16));
        await world.Deliver();

        Assert.Equal(2, world.Api.Requests.Count);
        Assert.Equal(("reminder", "sent", 2, null, true), (await world.Rows(person.Id))[^1]);
    }

    [Fact]
    public async Task A_message_to_a_number_of_a_key_that_the_worker_does_not_have_waits_for_it()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, _) = await world.Verified(app);
        await world.Remind(person, "Call her");
        var lost = new FieldEncryption(["a planted key that the worker gets later"]);
        var unreadable = lost.Encrypt("+49", person.Id, WhatsAppNumbers.NumberField);
        await app.Database.Execute($"update whatsapp_numbers set number_cipher = {unreadable} where owner_id = {person.Id}", default);

        await world.Deliver();

        Assert.Equal(("reminder", "queued", 1, "key-missing", true), (await world.Rows(person.Id))[^1]);
        Assert.Single(world.Api.Requests);
    }

    [Fact]
    public async Task Workers_send_each_message_once()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, _) = await world.Verified(app);
        for (var i = 0; i < 10; i++)
            await world.Remind(person, $"Call {i}");

        await Task.WhenAll(world.Deliver(), world.Deliver(), world.Deliver());

        Assert.Equal(11, world.Api.Requests.Count);
        Assert.Equal(11, world.Api.Requests.Select(request => request.Text).Distinct().Count());
    }

    [Fact]
    public async Task An_API_that_keeps_failing_is_not_called_for_a_while_and_nothing_is_lost()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, _) = await world.Verified(app);
        for (var i = 0; i < 12; i++)
            await world.Remind(person, $"Call {i}");
        world.Api.Answer = _ => WhatsAppWorld.Refused(503, 131016);

        await world.Deliver();

        Assert.InRange(world.Api.Requests.Count, 5, 12);
        Assert.Equal("open", world.Services.GetRequiredKeyedService<OutsideService>(WhatsAppProvider.ServiceName).Status.Circuit);
        var rows = await world.Rows(person.Id);
        Assert.Equal(12, rows.Count(row => row is { Kind: "reminder", Status: "queued", HasMessage: true }));
        Assert.Contains(rows, row => row.Error == "CircuitOpen");
    }

    [Fact]
    public async Task Messages_that_wait_for_long_are_counted_for_the_alert()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, _) = await world.Verified(app);
        await world.Remind(person, "Call");
        var backlog = ActivatorUtilities.CreateInstance<WhatsAppBacklog>(world.Services);
        var metrics = world.Services.GetRequiredService<Metrics>();

        await backlog.DoNext(default);
        Assert.Equal(0, metrics.WhatsAppLate);
        await app.Database.Execute(
            $"update whatsapp_outbox set created_at = now() - interval '16 minutes' where owner_id = {person.Id}",
            default
        );
        await backlog.DoNext(default);

        Assert.Equal(1, metrics.WhatsAppLate);
    }

    private static void AssertJson(string expected, string actual) =>
        Assert.True(
            JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(actual).RootElement),
            $"Expected {expected}, got {actual}"
        );

    private Task<long> Notices(Person person) =>
        app.Database.FirstOrDefault(
            $"select count(*) from mail_outbox where owner_id = {person.Id} and kind = 'notice'",
            row => row.GetInt64(0),
            default
        );
}
