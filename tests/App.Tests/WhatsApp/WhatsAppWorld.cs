using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Features.Reminders;
using PmCrm.App.Features.WhatsApp;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.WhatsApp;

/// <summary>
/// A backend with WhatsApp, the worker's delivery over the same database, and Meta's API on loopback, which answers as its documentation
/// says.
/// </summary>
internal sealed class WhatsAppWorld(OutsideServer api, WebApplicationFactory<Program> backend, TimeProvider clock) : IAsyncDisposable
{
    public const string ApiToken = "planted-value-10-that-sends-messages";
    public const string AppSecret = "planted-value-11-that-signs-reports";
    public const string VerifyToken = "planted-value-12-of-the-handshake";
    public const string PhoneNumberId = "106540352242922";

    private static int numbers;

    public OutsideServer Api => api;

    public Database Database => backend.Services.GetRequiredService<Database>();

    public WhatsAppDelivery Delivery => backend.Services.GetRequiredService<WhatsAppDelivery>();

    public IServiceProvider Services => backend.Services;

    public static Dictionary<string, string?> Variables { get; } =
        new()
        {
            [AppVariables.WhatsAppPhoneNumberId] = PhoneNumberId,
            [AppVariables.WhatsAppApiToken] = ApiToken,
            [AppVariables.WhatsAppAppSecret] = AppSecret,
            [AppVariables.WhatsAppVerifyToken] = VerifyToken,
        };

    /// <param name="more">Variables besides those of WhatsApp.</param>
    /// <param name="keepsOutbox">Goes on where another world of the test was.</param>
    public static async Task<WhatsAppWorld> Create(
        AppFixture app,
        TimeProvider? clock = null,
        IReadOnlyDictionary<string, string?>? more = null,
        bool keepsOutbox = false
    )
    {
        // What other tests of the class left would be sent too.
        if (!keepsOutbox)
            await app.Database.Execute($"delete from whatsapp_outbox", default);
        var api = await OutsideServer.Start();
        api.Answer = _ => Accepted("wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1RjQyNUE3NEYxMzAzMzQ5MkEA");
        var options = AppOptionsReader.Read(Variables.GetValueOrDefault, AppProcess.None);
        var backend = app.With(new Dictionary<string, string?>([.. Variables, .. more ?? new Dictionary<string, string?>()]), services =>
        {
            services.AddWhatsAppDelivery(options);
            services.AddSingleton<WhatsAppDelivery>();
            api.LeadHere(services);
            if (clock is not null)
                services.AddSingleton(clock);
        });
        return new WhatsAppWorld(api, backend, clock ?? TimeProvider.System);
    }

    public static OutsideServerAnswer Accepted(string id) =>
        OutsideServerAnswer.Json(
            200,
            $$"""{"messaging_product":"whatsapp","contacts":[{"input":"+16505551234","wa_id":"16505551234"}],"messages":[{"id":"{{id}}"}]}"""
        );

    public static OutsideServerAnswer Refused(int status, int code) =>
        OutsideServerAnswer.Json(
            status,
            $$$"""
            {"error":{"message":"(#{{{code}}}) Something","type":"OAuthException","code":{{{code}}},"error_data":{"messaging_product":"whatsapp",
             "details":"planted-value-of-the-answer"},"fbtrace_id":"Az8or2yhqkZfEZ-_4Qn_Bam"}}
            """
        );

    /// <summary>A number that no account has used before, formatted as people write it.</summary>
    public static string NewNumber() =>
        string.Create(CultureInfo.InvariantCulture, $"+49 170 {Interlocked.Increment(ref numbers):0000000}");

    public HttpClient Client(Person? person = null)
    {
        var client = backend.CreateClient();
        client.DefaultRequestHeaders.Authorization = person?.Client.DefaultRequestHeaders.Authorization;
        return client;
    }

    /// <summary>Sends all messages that are due now.</summary>
    public async Task Deliver()
    {
        while (await Delivery.DoNext(default)) { }
    }

    /// <summary>The first parameter of the last message sent to the API: a code or a reminder's title.</summary>
    public string LastText() =>
        JsonDocument
            .Parse(api.Requests[^1].Body)
            .RootElement.GetProperty("template")
            .GetProperty("components")[0]
            .GetProperty("parameters")[0]
            .GetProperty("text")
            .GetString()!;

    /// <summary>A person with a verified address and number.</summary>
    public async Task<(Person Person, string Number)> Verified(AppFixture app)
    {
        var person = await NewPerson(app);
        var number = NewNumber();
        using var client = Client(person);
        await Set(client, number).Expect(System.Net.HttpStatusCode.OK);
        await Deliver();
        await Verify(client, LastText()).Expect(System.Net.HttpStatusCode.OK);
        return (person, number.Replace(" ", "", StringComparison.Ordinal));
    }

    /// <summary>A person with a verified number, and the reminder that was sent there.</summary>
    public async Task<(Person Person, Guid Message, string Number)> Sent(AppFixture app)
    {
        var (person, number) = await Verified(app);
        await Remind(person, "Call");
        await Deliver();
        Assert.Equal("sent", (await Rows(person.Id))[^1].Status);
        return (person, await Newest(person.Id), number);
    }

    /// <summary>What WhatsApp calls a message.</summary>
    public Task<string?> NameOf(Guid message) =>
        Database.FirstOrDefault($"select provider_id from whatsapp_outbox where id = {message}", row => row.Text(0), default);

    /// <summary>A person with a verified address.</summary>
    public static async Task<Person> NewPerson(AppFixture app)
    {
        var person = await app.NewPerson();
        await app.Database.Execute($"update users set email_verified_at = now() where id = {person.Id}", default);
        return person;
    }

    public static Task<HttpResponseMessage> Set(HttpClient client, string number) =>
        client.Write(HttpMethod.Put, "/v1/me/messages/whatsapp", json: $$"""{"number":"{{number}}"}""");

    public static Task<HttpResponseMessage> Verify(HttpClient client, string code) =>
        client.PostJson("/v1/me/messages/whatsapp/verification", $$"""{"code":"{{code}}"}""");

    public static async Task<JsonElement> Channel(HttpClient client) =>
        await (await client.Get("/v1/me/messages/whatsapp").Expect(System.Net.HttpStatusCode.OK)).ReadJson();

    /// <summary>Makes a reminder due and lets the worker create its messages.</summary>
    public async Task Remind(Person person, string title, string note = "", string path = "/v1/reminders")
    {
        var body = $$"""{"title":"{{title}}","note":"{{note}}","startsAt":"{{DateTimeOffset.UtcNow.AddHours(1):O}}"}""";
        var created = await person.Client.PostJson(path, body).Expect(System.Net.HttpStatusCode.Created);
        var id = (await created.ReadJson()).GetProperty("id").GetGuid();
        await Database.Execute($"update reminders set next_at = now() - interval '1 minute' where id = {id}", default);
        var messages = ActivatorUtilities.CreateInstance<ReminderMessages>(Services);
        var work = ActivatorUtilities.CreateInstance<ReminderDeliveries>(Services, messages);
        while (await work.DoNext(default)) { }
    }

    /// <summary>Kind, status, attempts, last error and whether the message text still exists, oldest first.</summary>
    public Task<List<(string Kind, string Status, int Attempts, string? Error, bool HasMessage)>> Rows(Guid owner) =>
        Database.Query(
            $"""
            select kind, status, attempts, last_error, message_cipher is not null from whatsapp_outbox
            where owner_id = {owner} order by created_at, id
            """,
            row => (row.GetString(0), row.GetString(1), row.GetInt32(2), row.Text(3), row.GetBoolean(4)),
            default
        );

    /// <summary>The newest message's id.</summary>
    public Task<Guid> Newest(Guid owner) =>
        Database.FirstOrDefault(
            $"select id from whatsapp_outbox where owner_id = {owner} order by created_at desc, id desc limit 1",
            row => row.GetGuid(0),
            default
        );

    /// <summary>A webhook body with Meta's signature.</summary>
    public Task<HttpResponseMessage> Report(string body, string? signature = null) => Send(body, signature ?? Signature(body));

    public async Task<HttpResponseMessage> Send(string body, string? signature)
    {
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/whatsapp") { Content = Fixtures.Http.Json(body) };
        if (signature is not null)
            request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", signature);
        return await client.SendAsync(request);
    }

    public static string Signature(string body, string secret = AppSecret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    /// <summary>A status report, formatted as in Meta's examples.</summary>
    /// <param name="people">Members that name who got the message.</param>
    public string Status(
        string status,
        Guid? message = null,
        string id = "wamid.1",
        int? error = null,
        TimeSpan ago = default,
        string people = "\"recipient_id\":\"16505551234\""
    ) =>
        Envelope(
            $$"""
            "statuses":[{"id":"{{id}}","status":"{{status}}","timestamp":"{{Seconds(ago)}}",{{people}}
            {{(message is null ? "" : $",\"biz_opaque_callback_data\":\"{message}\"")}}
            {{(error is null ? "" : $$""","errors":[{"code":{{error}},"title":"Message undeliverable"}]""")}}}]
            """
        );

    /// <summary>A report that a button was pressed.</summary>
    public string Stop(Guid message, TimeSpan ago = default) =>
        Envelope(
            $$$"""
            "messages":[{"context":{"from":"15550783881","id":"wamid.1"},"from":"16505551234","id":"wamid.2","timestamp":"{{{Seconds(
                ago
            )}}}",
             "type":"button","button":{"payload":"stop-{{{message}}}","text":"Stop reminders"}}]
            """
        );

    /// <summary>The report of a pressed button whose payload is not ours.</summary>
    public string StopWithoutPayload(string answered) =>
        Envelope(
            $$$"""
            "messages":[{"context":{"from":"15550783881","id":"{{{answered}}}"},"from":"16505551234","id":"wamid.2",
             "timestamp":"{{{Seconds(default)}}}","type":"button","button":{"payload":"Stop reminders","text":"Stop reminders"}}]
            """
        );

    /// <summary>The report of a text that somebody wrote.</summary>
    /// <param name="people">Members that name who wrote.</param>
    public string Written(string text, string people, TimeSpan ago = default, string to = PhoneNumberId) =>
        Envelope(
                $$$"""
                "messages":[{{{{people}}},"id":"wamid.3","timestamp":"{{{Seconds(ago)}}}","type":"text",
                 "text":{"body":"{{{JsonEncodedText.Encode(text)}}}"}}]
                """
            )
            .Replace(PhoneNumberId, to, StringComparison.Ordinal);

    public static string Envelope(string value) =>
        $$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"value":{"messaging_product":"whatsapp",
             "metadata":{"display_phone_number":"15550783881","phone_number_id":"106540352242922"},{{{value}}}},"field":"messages"}]}]}
            """;

    public async ValueTask DisposeAsync()
    {
        await backend.DisposeAsync();
        await api.DisposeAsync();
    }

    private long Seconds(TimeSpan ago) => (clock.GetUtcNow() - ago).ToUnixTimeSeconds();
}
