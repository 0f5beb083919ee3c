using System.Net;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.WhatsApp;

/// <summary>Meta's webhook calls, with their signatures.</summary>
public sealed class WhatsAppWebhookTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task The_handshake_returns_the_challenge_only_with_the_right_token()
    {
        await using var world = await WhatsAppWorld.Create(app);
        using var client = world.Client();
        const string Path = "/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";

        var answer = await client.Get(Path + WhatsAppWorld.VerifyToken).Expect(HttpStatusCode.OK);

        Assert.Equal("1158201444", await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        await client.Get(Path + "planted-value").ExpectProblem(HttpStatusCode.Forbidden, "bad-verify-token");
        await client.Get(Path).ExpectProblem(HttpStatusCode.Forbidden, "bad-verify-token");
        await client.Get("/webhooks/whatsapp").ExpectProblem(HttpStatusCode.Forbidden, "bad-verify-token");
        await client
            .Get($"/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=<script>&hub.verify_token={WhatsAppWorld.VerifyToken}")
            .ExpectProblem(HttpStatusCode.Forbidden, "bad-verify-token");
    }

    [Fact]
    public async Task Statuses_are_recorded_once_and_never_revert()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, id) = await Sent(world);

        foreach (
            var (reported, becomes) in new[]
            {
                ("sent", "sent"),
                ("delivered", "delivered"),
                ("sent", "delivered"),
                ("read", "read"),
                ("delivered", "read"),
                ("failed", "read"),
                ("warning", "read"),
            }
        )
            for (var i = 0; i < 2; i++)
            {
                await world.Report(world.Status(reported, id, error: reported == "failed" ? 131026 : null)).Expect(HttpStatusCode.OK);
                Assert.Equal(becomes, (await world.Rows(person.Id))[^1].Status);
            }
        using var client = world.Client(person);
        Assert.True((await WhatsAppWorld.Channel(client)).GetProperty("reminders").GetBoolean());
    }

    [Theory]
    [InlineData(131026, "undeliverable")]
    [InlineData(131049, null)]
    [InlineData(131000, null)]
    public async Task A_failure_is_matched_by_the_messages_id_and_turns_off_an_undeliverable_number(int error, string? problem)
    {
        await using var world = await WhatsAppWorld.Create(app);
        world.Api.Answer = _ => WhatsAppWorld.Accepted($"wamid.{Guid.NewGuid()}");
        var (person, id) = await Sent(world);
        var name = await world.NameOf(id);

        await world.Report(world.Status("failed", message: null, name!, error)).Expect(HttpStatusCode.OK);

        var row = (await world.Rows(person.Id))[^1];
        Assert.Equal(("failed", error.ToString(System.Globalization.CultureInfo.InvariantCulture)), (row.Status, row.Error));
        using var client = world.Client(person);
        var channel = await WhatsAppWorld.Channel(client);
        Assert.Equal(problem, channel.GetProperty("problem").GetString());
        Assert.Equal(problem is null, channel.GetProperty("reminders").GetBoolean());
    }

    [Fact]
    public async Task A_failure_of_the_previous_number_does_not_affect_the_new_one()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, id) = await Sent(world);
        using var client = world.Client(person);
        await WhatsAppWorld.Set(client, WhatsAppWorld.NewNumber()).Expect(HttpStatusCode.OK);
        await world.Deliver();

        await world.Report(world.Status("failed", id, error: 131026)).Expect(HttpStatusCode.OK);

        Assert.Null((await WhatsAppWorld.Channel(client)).GetProperty("problem").GetString());
        await WhatsAppWorld.Verify(client, world.LastText()).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_reminders_button_stops_reminders_and_an_old_press_does_not_stop_them_again()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, id) = await Sent(world);
        using var client = world.Client(person);
        var pressed = world.Stop(id);

        await world.Report(pressed).Expect(HttpStatusCode.OK);
        var stopped = await WhatsAppWorld.Channel(client);
        Assert.Equal(
            (true, false, "stopped"),
            (stopped.GetProperty("verified").GetBoolean(), stopped.GetProperty("reminders").GetBoolean(), stopped.Text("problem"))
        );
        await client.Write(HttpMethod.Patch, "/v1/me/messages/whatsapp", json: """{"reminders":true}""").Expect(HttpStatusCode.OK);
        await app.Database.Execute(
            $"update whatsapp_numbers set updated_at = updated_at + interval '2 seconds' where owner_id = {person.Id}",
            default
        );
        await world.Report(pressed).Expect(HttpStatusCode.OK);

        var again = await WhatsAppWorld.Channel(client);
        Assert.True(again.GetProperty("reminders").GetBoolean());
        Assert.Null(again.GetProperty("problem").GetString());
    }

    [Fact]
    public async Task A_report_without_a_current_signature_of_Meta_is_refused()
    {
        var clock = new MovableClock();
        await using var world = await WhatsAppWorld.Create(app, clock);
        var (person, id) = await Sent(world);
        var body = world.Status("delivered", id);

        foreach (
            var signature in new[]
            {
                null,
                "",
                "sha256=",
                "sha256=planted-value",
                "sha1=" + WhatsAppWorld.Signature(body)[7..],
                WhatsAppWorld.Signature(body + " "),
                WhatsAppWorld.Signature(body, "planted-value-of-another-app"),
                WhatsAppWorld.Signature(body)[..^2],
                WhatsAppWorld.Signature(body) + "00",
            }
        )
            await world.Send(body, signature).ExpectProblem(HttpStatusCode.Unauthorized, "bad-signature");
        clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(59));
        Assert.Equal("sent", (await world.Rows(person.Id))[^1].Status);
        clock.Advance(TimeSpan.FromMinutes(2));
        await world.Report(body).ExpectProblem(HttpStatusCode.Unauthorized, "old-signature");
        await world
            .Report(world.Status("delivered", id, ago: TimeSpan.FromMinutes(-6)))
            .ExpectProblem(HttpStatusCode.Unauthorized, "old-signature");
        Assert.Equal("sent", (await world.Rows(person.Id))[^1].Status);
        await world.Report(world.Status("delivered", id, ago: TimeSpan.FromDays(7))).Expect(HttpStatusCode.OK);
        Assert.Equal("delivered", (await world.Rows(person.Id))[^1].Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("""{"object":"page","entry":[]}""")]
    [InlineData(
        """{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"statuses":[{"status":"sent"}]}}]}]}"""
    )]
    public async Task A_signed_report_with_an_invalid_body_is_refused(string body)
    {
        await using var world = await WhatsAppWorld.Create(app);

        await world.Report(body).ExpectProblem(HttpStatusCode.BadRequest, "unreadable-event");
    }

    [Fact]
    public async Task Reports_on_other_messages_are_accepted_and_change_nothing()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, _) = await Sent(world);

        await world.Report(world.Status("failed", Guid.NewGuid(), error: 131026)).Expect(HttpStatusCode.OK);
        await world.Report(world.Status("failed", message: null, new string('x', 1000), 131026)).Expect(HttpStatusCode.OK);
        await world.Report(world.Stop(Guid.NewGuid())).Expect(HttpStatusCode.OK);
        await world
            .Report(
                WhatsAppWorld.Envelope(
                    """
                    "messages":[{"from":"16315551181","id":"ABGGFlA5Fpa","timestamp":"1504902988","type":"text","text":{"body":"Hello"}}]
                    """
                )
            )
            .Expect(HttpStatusCode.OK);
        await world.Report(world.Written("stop", "\"from\":\"16315551181\"")).Expect(HttpStatusCode.OK);

        Assert.Equal("sent", (await world.Rows(person.Id))[^1].Status);
        using var client = world.Client(person);
        Assert.True((await WhatsAppWorld.Channel(client)).GetProperty("reminders").GetBoolean());
    }

    // Meta's webhook bodies have up to 3 MB.
    [Fact]
    public async Task A_report_of_three_megabytes_is_read_and_a_larger_one_is_refused()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, id) = await Sent(world);
        var body = world.Status("read", id);
        var fits = body + new string(' ', 3 * 1024 * 1024 - body.Length);

        await world.Report(fits + " ").ExpectProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
        await world.Report(fits).Expect(HttpStatusCode.OK);

        Assert.Equal("read", (await world.Rows(person.Id))[^1].Status);
    }

    private async Task<(Person Person, Guid Message)> Sent(WhatsAppWorld world)
    {
        var (person, message, _) = await world.Sent(app);
        return (person, message);
    }
}
