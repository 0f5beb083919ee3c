using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PmCrm.App.Tests.Fixtures;
using PmCrm.App.Tests.SignIn;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Journey;

/// <summary>
/// Resend on loopback, and the mailboxes that it fills: a request with a key that it has seen fills none again
/// (https://resend.com/docs/dashboard/emails/idempotency-keys). Beside it Meta's API, and the telephone that it reaches. A process of the
/// native binary gets to both by <see cref="Variables"/>.
/// </summary>
internal sealed partial class LoopbackMailbox : IAsyncDisposable
{
    private const string MailHost = "api.resend.com";
    private const string WhatsAppHost = "graph.facebook.com";

    private readonly ConcurrentDictionary<string, JsonElement> delivered = new();
    private readonly ConcurrentQueue<string> order = new();
    private readonly OutsideServer server;
    private readonly ConnectProxy proxy;
    private readonly string trusted;

    private LoopbackMailbox(OutsideServer server, string trusted)
    {
        this.server = server;
        this.trusted = trusted;
        proxy = new ConnectProxy(server.Port);
        server.Answer = Take;
    }

    /// <summary>Whether a mail with this subject is accepted without the sender getting a response.</summary>
    public string? SilentFor { get; set; }

    /// <summary>The variables that make a worker send its mails here.</summary>
    public Dictionary<string, string?> Variables =>
        new()
        {
            [AppVariables.ResendApiKey] = "planted-value-9-that-sends-mail",
            [AppVariables.WhatsAppApiToken] = "planted-value-10-that-sends-messages",
            ["HTTPS_PROXY"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{proxy.Port}"),
            ["SSL_CERT_FILE"] = trusted,
        };

    /// <summary>The number of requests to send a mail with this subject.</summary>
    public int Attempts(string subject) =>
        server.Requests.Count(request =>
            request.Host == MailHost && JsonDocument.Parse(request.Body).RootElement.GetProperty("subject").GetString() == subject
        );

    /// <summary>The messages by WhatsApp that the telephone got, oldest first.</summary>
    public IReadOnlyList<JsonElement> WhatsApps =>
        [.. server.Requests.Where(request => request.Host == WhatsAppHost).Select(request => JsonDocument.Parse(request.Body).RootElement)];

    /// <summary>The mails with this subject in a mailbox, oldest first.</summary>
    public IReadOnlyList<JsonElement> Mails(string to, string subject) =>
        [
            .. order
                .Select(key => delivered[key])
                .Where(mail => mail.GetProperty("to")[0].GetString() == to && mail.GetProperty("subject").GetString() == subject),
        ];

    /// <summary>The token of the link in a mail.</summary>
    public static string Token(JsonElement mail) => TokenPattern().Match(mail.GetProperty("text").GetString()!).Groups[1].Value;

    public static async Task<LoopbackMailbox> Open()
    {
        var certificate = OutsideServer.CertificateFor(MailHost, WhatsAppHost);
        var trusted = Path.GetTempFileName();
        await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem());
        return new LoopbackMailbox(await OutsideServer.Start(certificate), trusted);
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        await server.DisposeAsync();
        File.Delete(trusted);
    }

    private OutsideServerAnswer Take(OutsideServerRequest request)
    {
        if (request.Host == WhatsAppHost)
            return OutsideServerAnswer.Json(200, $$"""{"messaging_product":"whatsapp","messages":[{"id":"wamid.{{Guid.NewGuid()}}"}]}""");
        var mail = JsonDocument.Parse(request.Body).RootElement.Clone();
        var key = request.Headers["Idempotency-Key"];
        if (delivered.TryAdd(key, mail))
            order.Enqueue(key);
        return mail.GetProperty("subject").GetString() == SilentFor
            ? OutsideServerAnswer.Never
            : OutsideServerAnswer.Json(200, $$"""{"id":"{{Guid.NewGuid()}}"}""");
    }

    [GeneratedRegex("#token=([A-Za-z0-9_-]{43})")]
    private static partial Regex TokenPattern();
}
