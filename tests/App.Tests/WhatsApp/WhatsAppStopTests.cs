using System.Net;
using System.Text.Json;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.WhatsApp;

/// <summary>Who does not want more says so in WhatsApp, by the button or by a word.</summary>
public sealed class WhatsAppStopTests(AppFixture app) : IClassFixture<AppFixture>
{
    // https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
    [Theory]
    [InlineData("STOP")]
    [InlineData("stop")]
    [InlineData(" Stop.\n")]
    [InlineData("stop!")]
    [InlineData("StopAll")]
    [InlineData("unsubscribe")]
    [InlineData("Cancel")]
    [InlineData("end")]
    [InlineData("QUIT")]
    [InlineData("revoke")]
    [InlineData("optout")]
    public async Task A_word_to_stop_switches_the_number_off_and_is_confirmed_once(string word)
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, _, number) = await world.Sent(app);
        using var client = world.Client(person);
        await world.Remind(person, "Waits");
        var written = world.Written(word, From(number));

        for (var i = 0; i < 3; i++)
            await world.Report(written).Expect(HttpStatusCode.OK);
        await world.Deliver();

        var stopped = await WhatsAppWorld.Channel(client);
        Assert.Equal((true, false, "stopped"), (IsTrue(stopped, "verified"), IsTrue(stopped, "reminders"), stopped.Text("problem")));
        Assert.Equal(
            [("code", "sent"), ("reminder", "sent"), ("reminder", "suppressed"), ("stopped", "sent")],
            (await world.Rows(person.Id)).Select(row => (row.Kind, row.Status))
        );
        Assert.Equal(3, world.Api.Requests.Count);
        var confirmation = JsonDocument.Parse(world.Api.Requests[^1].Body).RootElement;
        Assert.Equal((number, "text"), (confirmation.Text("to"), confirmation.Text("type")));
        Assert.StartsWith("Reminders are off", confirmation.GetProperty("text").Text("body"), StringComparison.Ordinal);
        Assert.False(confirmation.TryGetProperty("template", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("stop it")]
    [InlineData("Please stop")]
    [InlineData("STOP STOP")]
    [InlineData("nonstop")]
    [InlineData("ok")]
    [InlineData("🛑")]
    // The longest text that WhatsApp carries.
    [InlineData(4096)]
    public async Task Other_words_are_ignored(object words)
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, _, number) = await world.Sent(app);
        var text = words as string ?? new string('s', (int)words);

        await world.Report(world.Written(text, From(number))).Expect(HttpStatusCode.OK);
        await world.Deliver();

        await AssertIsOn(world, person);
        Assert.Equal(2, world.Api.Requests.Count);
    }

    [Fact]
    public async Task A_word_that_is_told_again_does_not_stop_what_was_turned_on_later()
    {
        var clock = new MovableClock();
        await using var world = await WhatsAppWorld.Create(app, clock);
        var (person, _, number) = await world.Sent(app);
        using var client = world.Client(person);
        var written = world.Written("stop", From(number));
        await world.Report(written).Expect(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromSeconds(2));

        await client.Write(HttpMethod.Patch, "/v1/me/messages/whatsapp", json: """{"reminders":true}""").Expect(HttpStatusCode.OK);
        await world.Report(written).Expect(HttpStatusCode.OK);
        await world.Deliver();

        await AssertIsOn(world, person);
        // The confirmation would be wrong by now.
        Assert.Equal(("stopped", "suppressed"), (await world.Rows(person.Id)).Select(row => (row.Kind, row.Status)).Last());
    }

    [Fact]
    public async Task A_word_of_days_ago_stops_and_gets_no_text_that_WhatsApp_would_refuse()
    {
        var clock = new MovableClock();
        await using var world = await WhatsAppWorld.Create(app, clock);
        var (person, _, number) = await world.Sent(app);
        var written = world.Written("stop", From(number));
        clock.Advance(TimeSpan.FromDays(3));

        await world.Report(written).Expect(HttpStatusCode.OK);
        await world.Deliver();

        Assert.Equal(["code", "reminder"], (await world.Rows(person.Id)).Select(row => row.Kind));
        Assert.Equal(2, world.Api.Requests.Count);
        Assert.Equal(
            "stopped",
            await app.Database.FirstOrDefault(
                $"select problem from whatsapp_numbers where owner_id = {person.Id}",
                row => row.GetString(0),
                default
            )
        );
    }

    [Fact]
    public async Task What_is_written_to_another_number_of_the_business_stops_nothing_here()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, _, number) = await world.Sent(app);

        await world.Report(world.Written("stop", From(number), to: "106540352242999")).Expect(HttpStatusCode.OK);

        await AssertIsOn(world, person);
    }

    // A person's id differs from the number in some countries, and a number may be hidden:
    // https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids/
    [Theory]
    [InlineData("\"recipient_id\":\"ID\"", "\"from\":\"ID\"")]
    [InlineData("\"recipient_id\":\"ID\",\"recipient_user_id\":\"BR.ID\"", "\"from_user_id\":\"BR.ID\"")]
    [InlineData("\"recipient_user_id\":\"BR.ID\"", "\"from\":\"1\",\"from_user_id\":\"BR.ID\"")]
    public async Task Who_wrote_is_known_by_any_name_that_a_report_of_a_message_gave(string recipient, string sender)
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, message, _) = await world.Sent(app);
        var id = Random.Shared.NextInt64(1_000_000_000, 9_999_999_999).ToString(System.Globalization.CultureInfo.InvariantCulture);
        (recipient, sender) = (recipient.Replace("ID", id, StringComparison.Ordinal), sender.Replace("ID", id, StringComparison.Ordinal));

        await world.Report(world.Written("stop", sender)).Expect(HttpStatusCode.OK);
        await AssertIsOn(world, person);
        await world.Report(world.Status("delivered", message, people: recipient)).Expect(HttpStatusCode.OK);
        await world.Report(world.Written("stop", sender)).Expect(HttpStatusCode.OK);

        using var client = world.Client(person);
        Assert.Equal("stopped", (await WhatsAppWorld.Channel(client)).Text("problem"));
    }

    [Fact]
    public async Task A_word_stops_the_number_in_every_account_that_has_it_and_is_confirmed_once()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (first, _, number) = await world.Sent(app);
        var second = await WhatsAppWorld.NewPerson(app);
        using var client = world.Client(second);
        await WhatsAppWorld.Set(client, number).Expect(HttpStatusCode.OK);
        await world.Deliver();
        await WhatsAppWorld.Verify(client, world.LastText()).Expect(HttpStatusCode.OK);
        var (bystander, _) = await world.Verified(app);
        var before = world.Api.Requests.Count;

        await world.Report(world.Written("stop", From(number))).Expect(HttpStatusCode.OK);
        await world.Deliver();

        foreach (var person in new[] { first, second })
        {
            using var own = world.Client(person);
            Assert.Equal("stopped", (await WhatsAppWorld.Channel(own)).Text("problem"));
        }
        await AssertIsOn(world, bystander);
        Assert.Equal(before + 1, world.Api.Requests.Count);
    }

    [Fact]
    public async Task A_button_without_our_payload_is_known_by_the_message_that_it_answers()
    {
        await using var world = await WhatsAppWorld.Create(app);
        world.Api.Answer = _ => WhatsAppWorld.Accepted($"wamid.{Guid.NewGuid()}");
        var (person, message, _) = await world.Sent(app);

        await world.Report(world.StopWithoutPayload("wamid.of-somebody-else")).Expect(HttpStatusCode.OK);
        await AssertIsOn(world, person);
        await world.Report(world.StopWithoutPayload((await world.NameOf(message))!)).Expect(HttpStatusCode.OK);

        using var client = world.Client(person);
        Assert.Equal("stopped", (await WhatsAppWorld.Channel(client)).Text("problem"));
    }

    [Fact]
    public async Task The_button_is_confirmed_once_too()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, message, _) = await world.Sent(app);

        for (var i = 0; i < 2; i++)
            await world.Report(world.Stop(message)).Expect(HttpStatusCode.OK);
        await world.Deliver();

        Assert.Equal(["code", "reminder", "stopped"], (await world.Rows(person.Id)).Select(row => row.Kind));
        Assert.Equal(3, world.Api.Requests.Count);
    }

    [Fact]
    public async Task A_word_stops_while_the_key_is_rotated_and_after()
    {
        await using var before = await WhatsAppWorld.Create(app);
        var (person, message, number) = await before.Sent(app);
        const string NewKey = "planted-value-13-that-comes-after-the-one-before";
        var rotating = new Dictionary<string, string?>
        {
            [AppVariables.EncryptionKey] = NewKey,
            [AppVariables.EncryptionKeyPrevious] = TestEnvironment.EncryptionKey,
        };
        await using (var world = await WhatsAppWorld.Create(app, more: rotating, keepsOutbox: true))
        {
            await world.Report(world.Status("delivered", message, people: $"\"recipient_id\":\"{number[1..]}\"")).Expect(HttpStatusCode.OK);
            await world.Report(world.Written("stop", From("+1"))).Expect(HttpStatusCode.OK);
        }
        await AssertIsOn(before, person);
        await using var after = await WhatsAppWorld.Create(
            app,
            more: new Dictionary<string, string?> { [AppVariables.EncryptionKey] = NewKey },
            keepsOutbox: true
        );

        await after.Report(after.Written("stop", From(number))).Expect(HttpStatusCode.OK);

        using var client = before.Client(person);
        Assert.Equal("stopped", (await WhatsAppWorld.Channel(client)).Text("problem"));
    }

    private static string From(string number) => $"\"from\":\"{number[1..]}\"";

    private static bool IsTrue(JsonElement channel, string name) => channel.GetProperty(name).GetBoolean();

    private static async Task AssertIsOn(WhatsAppWorld world, Person person)
    {
        using var client = world.Client(person);
        var channel = await WhatsAppWorld.Channel(client);
        Assert.True(IsTrue(channel, "reminders"));
        Assert.Null(channel.GetProperty("problem").GetString());
    }
}
