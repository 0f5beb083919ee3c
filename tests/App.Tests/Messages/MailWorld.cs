using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Configuration;
using PmCrm.App.Features.Messages;
using PmCrm.App.OutsideServices;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Messages;

/// <summary>A backend with mail, the worker's delivery over the same database, and the provider on loopback.</summary>
internal sealed class MailWorld(OutsideServer provider, WebApplicationFactory<Program> backend) : IAsyncDisposable
{
    public const string From = "Example <hello@mail.example.com>";
    public const string ApiKey = "planted-value-9-that-sends-mail";
    public const string Accepted = """{"id":"49a3999c-0ce1-4ea6-ab68-afcd6dc2e794"}""";

    public OutsideServer Provider => provider;

    public IServiceProvider Services => backend.Services;

    public MailOutbox Outbox => Services.GetRequiredService<MailOutbox>();

    public MailDelivery Delivery => Services.GetRequiredService<MailDelivery>();

    public static Dictionary<string, string?> Variables(MailService service) =>
        new()
        {
            [AppVariables.MailFrom] = From,
            [service == MailService.Resend ? AppVariables.ResendApiKey : AppVariables.SendGridApiKey] = ApiKey,
            [AppVariables.PublicUrl] = "https://api.example.com",
            [AppVariables.FrontendUrl] = "https://app.example.com",
        };

    public static async Task<MailWorld> Create(
        AppFixture app,
        MailService service = MailService.Resend,
        TimeProvider? clock = null,
        Dictionary<string, string?>? more = null
    )
    {
        // Messages that other tests of the class left would be sent too.
        await app.Database.Execute($"delete from mail_outbox", default);
        var provider = await OutsideServer.Start();
        provider.Answer = _ => service == MailService.Resend ? OutsideServerAnswer.Json(200, Accepted) : AcceptedBySendGrid;
        var variables = Variables(service);
        foreach (var (name, value) in more ?? [])
            variables[name] = value;
        var options = AppOptionsReader.Read(variables.GetValueOrDefault, AppProcess.None);
        var backend = app.With(variables, services =>
        {
            services.AddMessageDelivery(options);
            services.AddSingleton<MailDelivery>();
            provider.LeadHere(services);
            if (clock is not null)
                services.AddSingleton(clock);
        });
        return new MailWorld(provider, backend);
    }

    public static OutsideServerAnswer AcceptedBySendGrid { get; } = new(202, [], ("X-Message-Id", "sendgrid-message-1"));

    public async Task Enqueue(MailMessage message) =>
        Assert.True(
            await Services
                .GetRequiredService<PmCrm.App.Data.Database>()
                .InTransaction(session => Outbox.Enqueue(session, message, default), default)
        );

    /// <summary>Sends all messages that are due now.</summary>
    public async Task Deliver()
    {
        while (await Delivery.DoNext(default)) { }
    }

    public HttpClient Client(Person? person = null)
    {
        var client = backend.CreateClient(new() { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Authorization = person?.Client.DefaultRequestHeaders.Authorization;
        return client;
    }

    /// <summary>Status, attempts, last error and whether the message text still exists, oldest first.</summary>
    public Task<List<(string Status, int Attempts, string? Error, bool HasMessage)>> Rows(Guid owner) =>
        Services
            .GetRequiredService<PmCrm.App.Data.Database>()
            .Query(
                $"""
                select status, attempts, last_error, message_cipher is not null from mail_outbox where owner_id = {owner}
                order by created_at, id
                """,
                row => (row.GetString(0), row.GetInt32(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetBoolean(3)),
                default
            );

    public async ValueTask DisposeAsync()
    {
        await backend.DisposeAsync();
        await provider.DisposeAsync();
    }
}
