using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Features.Messages;
using PmCrm.App.Features.WhatsApp;
using PmCrm.App.Jobs;
using PmCrm.App.Security;
using PmCrm.App.Tests.Contacts;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Jobs;

public sealed class KeyRotationTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string NewKey = "planted-value-3-that-comes-after-the-one-before";

    private const string Contact = """
        {"name":"Anna","phones":[{"number":"+49 30 555001"}],"addresses":[{"street":"Weg 1"}],"privateNotes":"Only for me",
         "customFields":[{"label":"Locker","value":"17"}]}
        """;

    [Fact]
    public async Task After_a_rotation_everything_can_be_read_without_the_old_key()
    {
        var person = await app.NewPerson();
        var contact = await person.Client.Create(Contact);
        var location = (
            await person
                .Client.PostJson(
                    contact.Path + "/interactions",
                    """{"kind":"note","occurredAt":"2025-03-01T10:00:00Z","summary":"S","body":"Private words","private":true}"""
                )
                .Expect(HttpStatusCode.Created)
        ).Headers.Location!.ToString();
        contact = await person.Client.Fetch(contact.Id);

        await Round(Rotating());

        await using var after = app.With(new() { [AppVariables.EncryptionKey] = NewKey }, _ => { });
        using var client = As(person, after);
        var read = await client.Fetch(contact.Id);
        Assert.Equal((contact.Etag, contact.Json.GetRawText()), (read.Etag, read.Json.GetRawText()));
        Assert.Equal("Private words", (await (await client.Get(location).Expect(HttpStatusCode.OK)).ReadJson()).Text("body"));
        // A number written before the rotation and one written after it still match.
        await client.Create("""{"name":"Somebody else","phones":[{"number":"+49 30 555001"}]}""");
        var pairs = await (await client.Get("/v1/contacts/duplicates").Expect(HttpStatusCode.OK)).ReadJson();
        Assert.Equal(["phone"], Assert.Single(pairs.GetProperty("items").EnumerateArray()).Texts("reasons"));
    }

    [Fact]
    public async Task A_pending_mail_is_reencrypted_with_the_new_key()
    {
        var person = await app.NewPerson();
        await app.LeaveMail(person, "Text");

        await Round(Rotating());

        var cipher = await app.Database.FirstOrDefault(
            $"select message_cipher from mail_outbox where owner_id = {person.Id}",
            row => row.Bytes(0),
            default
        );
        Assert.Equal("Text", new FieldEncryption([NewKey]).Decrypt(cipher, person.Id, MailOutbox.MessageField));
    }

    [Fact]
    public async Task A_phone_number_and_a_message_to_it_are_reencrypted_with_the_new_key()
    {
        var person = await app.NewPerson();
        await app.LeaveWhatsAppMessage(person, "Text");

        await Round(Rotating());

        var found = await app.Database.FirstOrDefault(
            $"""
            select n.number_cipher, o.message_cipher from whatsapp_numbers n join whatsapp_outbox o on o.number_id = n.id
            where n.owner_id = {person.Id}
            """,
            row => (Number: row.Bytes(0), Message: row.Bytes(1)),
            default
        );
        var encryption = new FieldEncryption([NewKey]);
        Assert.Equal("Text", encryption.Decrypt(found.Number, person.Id, WhatsAppNumbers.NumberField));
        Assert.Equal("Text", encryption.Decrypt(found.Message, person.Id, WhatsAppOutbox.MessageField));
    }

    [Fact]
    public async Task A_locked_row_is_left_for_the_next_round()
    {
        var person = await app.NewPerson();
        var contact = await person.Client.Create(Contact);
        await using var backend = Rotating();
        var rotation = ActivatorUtilities.CreateInstance<KeyRotation>(backend.Services);

        await app.Database.InTransaction(
            async session =>
            {
                await session.Execute($"select from contacts where id = {contact.Id} for update", default);
                await Round(rotation);
            },
            default
        );
        Assert.True(await IsOld(contact.Id));
        await Round(rotation);

        Assert.False(await IsOld(contact.Id));
    }

    [Fact]
    public async Task What_no_key_decrypts_stays_as_it_is_and_keeps_nothing_else_from_being_encrypted_again()
    {
        var lost = new FieldEncryption(["a planted key that nobody gave"]);
        var person = await app.NewPerson();
        var (half, whole) = (await person.Client.Create(Contact), await person.Client.Create(Contact));
        await app.LeaveMail(person, "Text");
        var unreadable = lost.Encrypt("Text", person.Id, "anything");
        await app.Database.Execute($"update contacts set addresses_cipher = {unreadable} where id = {half.Id}", default);
        await app.Database.Execute($"update mail_outbox set message_cipher = {unreadable} where owner_id = {person.Id}", default);
        var log = new Lines();
        await using (var backend = Rotating())
            await Round(ActivatorUtilities.CreateInstance<KeyRotation>(backend.Services, log));

        Assert.False(await IsOld(half.Id));
        Assert.False(await IsOld(whole.Id));
        var kept = await app.Database.Query(
            $"""
            select addresses_cipher from contacts where id = {half.Id} 
            union all select message_cipher from mail_outbox where owner_id = {person.Id}
            """,
            row => row.Bytes(0)!,
            default
        );
        Assert.All(kept, cipher => Assert.Equal(unreadable, cipher));
        // The previous key may go: none of these needs it.
        Assert.Contains(log.Texts, line => line.Contains("except in 2 rows", StringComparison.Ordinal));
    }

    private WebApplicationFactory<Program> Rotating() =>
        app.With(new() { [AppVariables.EncryptionKey] = NewKey, [AppVariables.EncryptionKeyPrevious] = TestEnvironment.EncryptionKey }, _ =>
        { });

    private static HttpClient As(Person person, WebApplicationFactory<Program> backend)
    {
        var client = backend.CreateClient();
        client.DefaultRequestHeaders.Authorization = person.Client.DefaultRequestHeaders.Authorization;
        return client;
    }

    private static async Task Round(WebApplicationFactory<Program> backend)
    {
        await using (backend)
            await Round(ActivatorUtilities.CreateInstance<KeyRotation>(backend.Services));
    }

    private static async Task Round(KeyRotation rotation)
    {
        while (await rotation.DoNext(default)) { }
    }

    private Task<bool> IsOld(Guid contact) =>
        app.Database.FirstOrDefault(
            $"""
            select substring(phones_cipher from 1 for 5) <> {new FieldEncryption([NewKey]).NewestPrefix} from contacts where id = {contact}
            """,
            row => row.GetBoolean(0),
            default
        );

    private sealed class Lines : ILogger<KeyRotation>
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Texts.Add(formatter(state, exception));
    }
}
