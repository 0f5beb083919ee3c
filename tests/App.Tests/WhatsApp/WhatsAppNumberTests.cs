using System.Net;
using System.Text;
using PmCrm.App.Data;
using PmCrm.App.Features.WhatsApp;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.WhatsApp;

/// <summary>Verifying that a number belongs to the person, and consent to messages.</summary>
public sealed class WhatsAppNumberTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory]
    [InlineData("+49 170 1234567", "+491701234567")]
    [InlineData("+1 (650) 555-1234", "+16505551234")]
    [InlineData("+123456789012345", "+123456789012345")]
    [InlineData("+1234567890123456", null)]
    [InlineData("+1234567", null)]
    [InlineData("+0170123456", null)]
    [InlineData("0170 1234567", null)]
    [InlineData("+49 170 1234567 ext. 6", null)]
    [InlineData("+49 170 1234567;8", null)]
    [InlineData("+４９１７０１２３４５６７", null)]
    public void A_number_has_a_country_code_and_at_most_fifteen_digits(string written, string? number) =>
        Assert.Equal(number, WhatsAppVerification.Normalize(written));

    [Fact]
    public async Task A_number_gets_reminders_only_after_its_code_was_entered()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var person = await WhatsAppWorld.NewPerson(app);
        using var client = world.Client(person);
        var number = WhatsAppWorld.NewNumber();

        await WhatsAppWorld.Set(client, number).Expect(HttpStatusCode.OK);
        await world.Remind(person, "Before");
        await world.Deliver();

        var waiting = await WhatsAppWorld.Channel(client);
        Assert.Equal(
            (number.Replace(" ", "", StringComparison.Ordinal), false),
            (waiting.Text("number"), waiting.GetProperty("verified").GetBoolean())
        );
        var code = world.LastText();
        Assert.Matches("^[0-9]{6}$", code);
        await client
            .Write(HttpMethod.Patch, "/v1/me/messages/whatsapp", json: """{"reminders":true}""")
            .ExpectProblem(HttpStatusCode.Conflict, "number-not-verified");
        await WhatsAppWorld.Verify(client, code).Expect(HttpStatusCode.OK);
        await world.Remind(person, "After");
        await world.Deliver();

        Assert.Equal(2, world.Api.Requests.Count);
        Assert.Equal("After", world.LastText());
        Assert.True((await WhatsAppWorld.Channel(client)).GetProperty("reminders").GetBoolean());
        Assert.Equal(1, await Notices(person));
    }

    [Fact]
    public async Task Who_lost_the_answer_and_sends_the_code_again_is_told_the_same_and_nothing_changes()
    {
        var clock = new MovableClock();
        await using var world = await WhatsAppWorld.Create(app, clock);
        var (person, _) = await world.Verified(app);
        var code = world.LastText();
        using var client = world.Client(person);
        await client.Write(HttpMethod.Patch, "/v1/me/messages/whatsapp", json: """{"reminders":false}""").Expect(HttpStatusCode.OK);

        var again = await (await WhatsAppWorld.Verify(client, code).Expect(HttpStatusCode.OK)).ReadJson();

        Assert.Equal((true, false), (again.GetProperty("verified").GetBoolean(), again.GetProperty("reminders").GetBoolean()));
        Assert.Equal(1, await Notices(person));
        await WhatsAppWorld.Verify(client, code == "000000" ? "000001" : "000000").ExpectProblem(HttpStatusCode.Gone, "code-ended");
        using var other = world.Client(await WhatsAppWorld.NewPerson(app));
        await WhatsAppWorld.Verify(other, code).ExpectProblem(HttpStatusCode.Gone, "code-ended");
        clock.Advance(WhatsAppVerification.Lifetime);
        await WhatsAppWorld.Verify(client, code).ExpectProblem(HttpStatusCode.Gone, "code-ended");
    }

    [Fact]
    public async Task A_code_allows_five_attempts_within_ten_minutes()
    {
        var clock = new MovableClock();
        await using var world = await WhatsAppWorld.Create(app, clock);
        var person = await WhatsAppWorld.NewPerson(app);
        using var client = world.Client(person);
        await WhatsAppWorld.Set(client, WhatsAppWorld.NewNumber()).Expect(HttpStatusCode.OK);
        await world.Deliver();
        var code = world.LastText();
        var wrong = code == "000000" ? "000001" : "000000";

        for (var i = 0; i < WhatsAppVerification.MaxAttempts; i++)
            await WhatsAppWorld.Verify(client, wrong).ExpectProblem(HttpStatusCode.Forbidden, "wrong-code");
        await WhatsAppWorld.Verify(client, code).ExpectProblem(HttpStatusCode.Gone, "code-ended");

        await WhatsAppWorld.Set(client, WhatsAppWorld.NewNumber()).Expect(HttpStatusCode.OK);
        await world.Deliver();
        clock.Advance(WhatsAppVerification.Lifetime);
        await WhatsAppWorld.Verify(client, world.LastText()).ExpectProblem(HttpStatusCode.Gone, "code-ended");
        Assert.False((await WhatsAppWorld.Channel(client)).GetProperty("verified").GetBoolean());
    }

    [Fact]
    public async Task A_code_that_cannot_be_sent_in_time_is_not_sent()
    {
        var clock = new MovableClock();
        await using var world = await WhatsAppWorld.Create(app, clock);
        var person = await WhatsAppWorld.NewPerson(app);
        using var client = world.Client(person);
        await WhatsAppWorld.Set(client, WhatsAppWorld.NewNumber()).Expect(HttpStatusCode.OK);
        clock.Advance(WhatsAppVerification.Lifetime);

        await world.Deliver();

        Assert.Empty(world.Api.Requests);
        Assert.Equal([("code", "expired", 1, null, false)], await world.Rows(person.Id));
    }

    [Fact]
    public async Task An_account_can_request_five_codes_a_day()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var person = await WhatsAppWorld.NewPerson(app);
        using var client = world.Client(person);
        for (var i = 0; i < WhatsAppVerification.MaxOfAccount; i++)
            await WhatsAppWorld.Set(client, WhatsAppWorld.NewNumber()).Expect(HttpStatusCode.OK);

        await WhatsAppWorld.Set(client, WhatsAppWorld.NewNumber()).ExpectProblem(HttpStatusCode.TooManyRequests, "too-many-codes");
        await app.Database.Execute(
            $"update whatsapp_codes set created_at = created_at - {WhatsAppVerification.Window} where owner_id = {person.Id}",
            default
        );
        await WhatsAppWorld.Set(client, WhatsAppWorld.NewNumber()).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_number_gets_at_most_five_codes_a_day_even_if_the_requesting_accounts_are_erased()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var number = WhatsAppWorld.NewNumber();
        for (var i = 0; i < WhatsAppVerification.MaxOfNumber; i++)
        {
            var person = await WhatsAppWorld.NewPerson(app);
            using var asking = world.Client(person);
            await WhatsAppWorld.Set(asking, number).Expect(HttpStatusCode.OK);
            await app.Database.Execute($"delete from users where id = {person.Id}", default);
        }

        using var client = world.Client(await WhatsAppWorld.NewPerson(app));
        await WhatsAppWorld.Set(client, number).ExpectProblem(HttpStatusCode.TooManyRequests, "too-many-codes");
        await WhatsAppWorld.Set(client, WhatsAppWorld.NewNumber()).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_removed_number_gets_no_pending_messages()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, _) = await world.Verified(app);
        using var client = world.Client(person);
        await world.Remind(person, "Waits");

        await client.Write(HttpMethod.Delete, "/v1/me/messages/whatsapp").Expect(HttpStatusCode.NoContent);
        await world.Remind(person, "Later");
        await world.Deliver();

        Assert.Single(world.Api.Requests);
        Assert.Null((await WhatsAppWorld.Channel(client)).GetProperty("number").GetString());
        await client
            .Write(HttpMethod.Patch, "/v1/me/messages/whatsapp", json: """{"reminders":true}""")
            .ExpectProblem(HttpStatusCode.NotFound, "no-number");
    }

    [Fact]
    public async Task After_turning_reminders_off_pending_ones_are_not_sent()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, number) = await world.Verified(app);
        using var client = world.Client(person);
        await world.Remind(person, "Waits");

        await client.Write(HttpMethod.Patch, "/v1/me/messages/whatsapp", json: """{"reminders":false}""").Expect(HttpStatusCode.OK);
        await world.Deliver();

        Assert.Single(world.Api.Requests);
        Assert.Equal("suppressed", (await world.Rows(person.Id))[^1].Status);
        // The same number is not verified again.
        await WhatsAppWorld.Set(client, number).Expect(HttpStatusCode.OK);
        await client.Write(HttpMethod.Patch, "/v1/me/messages/whatsapp", json: """{"reminders":true}""").Expect(HttpStatusCode.OK);
        Assert.True((await WhatsAppWorld.Channel(client)).GetProperty("reminders").GetBoolean());
    }

    [Fact]
    public async Task A_new_number_replaces_a_verified_one_immediately()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var (person, _) = await world.Verified(app);
        using var client = world.Client(person);
        await world.Remind(person, "Waits");

        await WhatsAppWorld.Set(client, WhatsAppWorld.NewNumber()).Expect(HttpStatusCode.OK);
        await world.Deliver();

        Assert.Equal(2, world.Api.Requests.Count);
        Assert.Matches("^[0-9]{6}$", world.LastText());
        var channel = await WhatsAppWorld.Channel(client);
        Assert.Equal((false, false), (channel.GetProperty("verified").GetBoolean(), channel.GetProperty("reminders").GetBoolean()));
    }

    [Fact]
    public async Task An_account_without_a_verified_address_gets_no_codes()
    {
        await using var world = await WhatsAppWorld.Create(app);
        using var client = world.Client(await app.NewPerson());

        await WhatsAppWorld.Set(client, WhatsAppWorld.NewNumber()).ExpectProblem(HttpStatusCode.Conflict, "address-not-verified");
    }

    [Fact]
    public async Task Without_WhatsApp_settings_requests_get_a_problem_that_says_so()
    {
        var person = await WhatsAppWorld.NewPerson(app);
        await using var without = app.With(new() { [AppVariables.WhatsAppPhoneNumberId] = null }, _ => { });
        using var client = without.CreateClient();
        client.DefaultRequestHeaders.Authorization = person.Client.DefaultRequestHeaders.Authorization;

        Assert.False((await WhatsAppWorld.Channel(client)).GetProperty("available").GetBoolean());
        await WhatsAppWorld.Set(client, WhatsAppWorld.NewNumber()).ExpectProblem(HttpStatusCode.NotFound, "whatsapp-not-configured");
        await WhatsAppWorld.Verify(client, "123456").ExpectProblem(HttpStatusCode.NotFound, "whatsapp-not-configured");
        await client
            .Write(HttpMethod.Patch, "/v1/me/messages/whatsapp", json: """{"reminders":true}""")
            .ExpectProblem(HttpStatusCode.NotFound, "whatsapp-not-configured");
        await client.Write(HttpMethod.Delete, "/v1/me/messages/whatsapp").Expect(HttpStatusCode.NoContent);
        await client.PostJson("/webhooks/whatsapp", "{}").ExpectProblem(HttpStatusCode.NotFound, "webhook-not-configured");
        await client.Get("/webhooks/whatsapp?hub.mode=subscribe").ExpectProblem(HttpStatusCode.NotFound, "webhook-not-configured");
    }

    [Fact]
    public async Task A_number_is_encrypted_exported_and_erased_and_its_code_is_stored_as_a_hash()
    {
        await using var world = await WhatsAppWorld.Create(app);
        var person = await WhatsAppWorld.NewPerson(app);
        using var client = world.Client(person);
        var number = WhatsAppWorld.NewNumber();
        await WhatsAppWorld.Set(client, number).Expect(HttpStatusCode.OK);
        var digits = number.Replace(" ", "", StringComparison.Ordinal)[1..];

        var rows = await app.Database.Query(
            $"""
            select n::text from whatsapp_numbers n where owner_id = {person.Id}
            union all select o::text from whatsapp_outbox o where owner_id = {person.Id}
            union all select c::text from whatsapp_codes c where owner_id = {person.Id}
            """,
            row => row.GetString(0),
            default
        );
        Assert.Equal(3, rows.Count);
        var hex = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(digits));
        Assert.All(rows, row => Assert.DoesNotContain(digits, row, StringComparison.Ordinal));
        Assert.All(rows, row => Assert.DoesNotContain(hex, row, StringComparison.Ordinal));
        var export = await (await client.Get("/v1/me/export").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Equal("+" + digits, export.GetProperty("whatsApp").Text("number"));

        await app.Database.Execute($"delete from users where id = {person.Id}", default);
        Assert.Equal(
            0,
            await app.Database.FirstOrDefault(
                $"""
                select (select count(*) from whatsapp_numbers where owner_id = {person.Id})
                    + (select count(*) from whatsapp_outbox where owner_id = {person.Id})
                    + (select count(*) from whatsapp_codes where owner_id = {person.Id})
                """,
                row => row.GetInt64(0),
                default
            )
        );
    }

    private Task<long> Notices(Person person) =>
        app.Database.FirstOrDefault(
            $"select count(*) from mail_outbox where owner_id = {person.Id} and kind = 'notice'",
            row => row.GetInt64(0),
            default
        );
}
