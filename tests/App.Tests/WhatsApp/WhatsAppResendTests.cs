using System.Net;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Jobs;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.WhatsApp;

/// <summary>
/// WhatsApp takes a message and tells later that it could not deliver it: "synchronously, asynchronously via Webhook, or sometimes
/// through both" (https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes/).
/// </summary>
public sealed class WhatsAppResendTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData(131042)]
    [InlineData(131031)]
    [InlineData(190)]
    [InlineData(132015)]
    [InlineData(132012)]
    [InlineData(131064)]
    [InlineData(130429)]
    [InlineData(131048)]
    [InlineData(33)]
    [InlineData(299)]
    public async Task A_message_that_the_senders_fault_kept_from_being_delivered_is_sent_again_until_it_arrives(int error)
    {
        var clock = new MovableClock();
        await using var world = await Create(clock);
        var (person, message, _) = await world.Sent(app);
        var first = (await world.NameOf(message))!;
        var failed = world.Status("failed", message, first, error);

        for (var i = 0; i < 2; i++)
        {
            await world.Report(failed).Expect(HttpStatusCode.OK);
            Assert.Equal(("reminder", "queued", 1, $"{error}", true), (await world.Rows(person.Id))[^1]);
        }
        await world.Report(world.Status("sent", message, first)).Expect(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromSeconds(5));
        await world.Deliver();

        Assert.Equal(3, world.Api.Requests.Count);
        Assert.Equal(world.Api.Requests[1].Text, world.Api.Requests[2].Text);
        // Meta tells of the first attempt again.
        await world.Report(failed).Expect(HttpStatusCode.OK);
        Assert.Equal(("reminder", "sent", 2, null, true), (await world.Rows(person.Id))[^1]);
        await world.Report(world.Status("delivered", message, await world.NameOf(message) ?? "")).Expect(HttpStatusCode.OK);
        Assert.Equal(("reminder", "delivered", 2, null, false), (await world.Rows(person.Id))[^1]);
        using var client = world.Client(person);
        Assert.True((await WhatsAppWorld.Channel(client)).GetProperty("reminders").GetBoolean());
    }

    [Theory]
    [InlineData(131000)]
    [InlineData(131049)]
    [InlineData(131026)]
    [InlineData(999999)]
    public async Task A_message_that_was_perhaps_delivered_or_that_its_recipient_does_not_get_is_not_sent_again(int error)
    {
        var clock = new MovableClock();
        await using var world = await Create(clock);
        var (person, message, _) = await world.Sent(app);

        await world.Report(world.Status("failed", message, (await world.NameOf(message))!, error)).Expect(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromHours(1));
        await world.Deliver();

        Assert.Equal(2, world.Api.Requests.Count);
        Assert.Equal(("reminder", "failed", 1, $"{error}", false), (await world.Rows(person.Id))[^1]);
    }

    [Fact]
    public async Task A_reminder_of_yesterday_is_not_sent_again()
    {
        var clock = new MovableClock();
        await using var world = await Create(clock);
        var (person, message, _) = await world.Sent(app);
        clock.Advance(TimeSpan.FromHours(23));

        await world.Report(world.Status("failed", message, (await world.NameOf(message))!, 131042)).Expect(HttpStatusCode.OK);
        await world.Deliver();

        Assert.Equal(2, world.Api.Requests.Count);
        Assert.Equal(("reminder", "failed", 1, "131042", false), (await world.Rows(person.Id))[^1]);
    }

    [Fact]
    public async Task A_message_to_a_number_that_is_off_since_is_not_sent_again()
    {
        var clock = new MovableClock();
        await using var world = await Create(clock);
        var (person, message, _) = await world.Sent(app);
        using var client = world.Client(person);
        await client.Write(HttpMethod.Patch, "/v1/me/messages/whatsapp", json: """{"reminders":false}""").Expect(HttpStatusCode.OK);

        await world.Report(world.Status("failed", message, (await world.NameOf(message))!, 131042)).Expect(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromMinutes(1));
        await world.Deliver();

        Assert.Equal(2, world.Api.Requests.Count);
        Assert.Equal("suppressed", (await world.Rows(person.Id))[^1].Status);
    }

    [Fact]
    public async Task The_text_of_a_sent_message_goes_with_its_number_and_when_it_has_expired()
    {
        await using var world = await Create(clock: null);
        var (removed, _, _) = await world.Sent(app);
        var (expired, message, _) = await world.Sent(app);
        Assert.True((await world.Rows(removed.Id))[^1].HasMessage && (await world.Rows(expired.Id))[^1].HasMessage);
        using var client = world.Client(removed);

        await client.Write(HttpMethod.Delete, "/v1/me/messages/whatsapp").Expect(HttpStatusCode.NoContent);
        await app.Database.Execute($"update whatsapp_outbox set expires_at = now() - interval '1 second' where id = {message}", default);
        var cleanup = ActivatorUtilities.CreateInstance<Cleanup>(world.Services);
        while (await cleanup.DoNext(default)) { }

        Assert.DoesNotContain(await world.Rows(removed.Id), row => row.HasMessage);
        Assert.False((await world.Rows(expired.Id))[^1].HasMessage);
        Assert.Equal("sent", (await world.Rows(expired.Id))[^1].Status);
    }

    /// <summary>With an API that names each message otherwise.</summary>
    private async Task<WhatsAppWorld> Create(MovableClock? clock)
    {
        var world = await WhatsAppWorld.Create(app, clock);
        world.Api.Answer = _ => WhatsAppWorld.Accepted($"wamid.{Guid.NewGuid()}");
        return world;
    }
}
