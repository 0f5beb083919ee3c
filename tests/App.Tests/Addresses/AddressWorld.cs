using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Data;
using PmCrm.App.Features.Messages;
using PmCrm.App.Security;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Addresses;

/// <summary>A backend that leaves mails in the outbox, and the recipients' mailboxes.</summary>
internal sealed partial class AddressWorld(AppFixture app, WebApplicationFactory<Program> backend) : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    public const string OtherPassword = "another unrelated sentence";

    private static int people;

    public static AddressWorld Create(AppFixture app, TimeProvider? clock = null) =>
        new(
            app,
            app.With(
                new() { [AppVariables.MailFrom] = "hello@mail.example.com", [AppVariables.FrontendUrl] = "https://app.example.com" },
                services =>
                {
                    if (clock is not null)
                        services.AddSingleton(clock);
                }
            )
        );

    public HttpClient Client { get; } = backend.CreateClient();

    public IServiceProvider Services => backend.Services;

    public Database Database => app.Database;

    /// <summary>An address that no account has used before.</summary>
    public static string NewAddress() => $"somebody{Interlocked.Increment(ref people)}@example.org";

    public Task<HttpResponseMessage> Register(string email, string password = Password, string name = "Somebody") =>
        Client.PostJson("/v1/auth/register", $$"""{"email":"{{email}}","password":"{{password}}","displayName":"{{name}}"}""");

    public Task<HttpResponseMessage> Login(string email, string password = Password) =>
        Client.PostJson("/v1/auth/login", $$"""{"email":"{{email}}","password":"{{password}}"}""");

    public Task<HttpResponseMessage> Verify(string token, string password = Password) =>
        Client.PostJson("/v1/auth/verify-email", $$"""{"token":"{{token}}","password":"{{password}}"}""");

    public Task<HttpResponseMessage> AskForReset(string email) => Client.PostJson("/v1/auth/password-reset", $$"""{"email":"{{email}}"}""");

    public Task<HttpResponseMessage> Reset(string token, string password = OtherPassword) =>
        Client.PostJson("/v1/auth/password-reset/confirm", $$"""{"token":"{{token}}","newPassword":"{{password}}"}""");

    /// <summary>Signs in, checks that it succeeded, and returns a client with the session's token.</summary>
    public async Task<HttpClient> SignedIn(string email, string password = Password)
    {
        var tokens = await (await Login(email, password).Expect(HttpStatusCode.OK)).ReadJson();
        var client = backend.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", tokens.GetProperty("accessToken").GetString());
        return client;
    }

    /// <summary>Registers an account and verifies it with the mailed link.</summary>
    public async Task<HttpClient> Verified(string email)
    {
        await Register(email).Expect(HttpStatusCode.Accepted);
        await Verify(await Token(email)).Expect(HttpStatusCode.NoContent);
        return await SignedIn(email);
    }

    /// <summary>The mails sent to an address, oldest first: kind, subject and text.</summary>
    public async Task<List<(string Kind, string Subject, string Text)>> Mails(string email)
    {
        var encryption = Services.GetRequiredService<FieldEncryption>();
        var mails = new List<(string, string, string)>();
        foreach (
            var (owner, kind, cipher) in await Database.Query(
                $"select owner_id, kind, message_cipher from mail_outbox where message_cipher is not null order by created_at, id",
                row => (row.GetGuid(0), row.GetString(1), row.GetFieldValue<byte[]>(2)),
                default
            )
        )
        {
            var mail = JsonDocument.Parse(encryption.DecryptBytes(cipher, owner, MailOutbox.MessageField)).RootElement;
            var texts = mail.EnumerateObject()
                .Where(member => member.Value.ValueKind == JsonValueKind.String)
                .ToDictionary(member => member.Name.ToLowerInvariant(), member => member.Value.GetString()!);
            if (texts["to"] == email)
                mails.Add((kind, texts["subject"], texts["text"]));
        }
        return mails;
    }

    /// <summary>The token in the newest mail with a link that was sent to an address.</summary>
    public async Task<string> Token(string email)
    {
        var mail = (await Mails(email)).Last(mail => mail.Text.Contains("#token=", StringComparison.Ordinal));
        return TokenPattern().Match(mail.Text).Groups[1].Value;
    }

    public Task<T?> Of<T>(string email, Sql column, Func<Npgsql.NpgsqlDataReader, T> read) =>
        Database.FirstOrDefault($"select {column} from users where email = {email}", read, default);

    public async Task<Guid> IdOf(string email) => await Of(email, Sql.Of($"id"), row => row.GetGuid(0));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await backend.DisposeAsync();
    }

    [GeneratedRegex("https://app\\.example\\.com/[a-z-]+#token=([A-Za-z0-9_-]{43})")]
    private static partial Regex TokenPattern();
}
