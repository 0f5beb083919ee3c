using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.OutsideServices;
using PmCrm.Contract;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>
/// The backend in this process, over its own database: a test class takes it with <c>IClassFixture&lt;AppFixture&gt;</c>. Its members skip
/// the test, with the reason, where the servers are missing.
/// </summary>
public sealed class AppFixture(Servers servers) : IAsyncLifetime
{
    private Factory? factory;
    private string? database;
    private int people;

    /// <summary>Sends requests with no token.</summary>
    public HttpClient Anonymous => App.CreateClient();

    public IServiceProvider Services => App.Services;

    /// <summary>Shared by all test classes; a class that makes it fail starts its own.</summary>
    public LoopbackStorage Storage => servers.Storage;

    public Database Database => Services.GetRequiredService<Database>();

    public string DatabaseUrl
    {
        get
        {
            _ = App;
            return database!;
        }
    }

    private Factory App
    {
        get
        {
            Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
            return factory!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (servers.Missing is not null)
            return;
        database = await servers.CreateDatabase();
        factory = new Factory(Variables(), _ => { });
    }

    /// <summary>
    /// Creates an account with a session, which most tests start with. Does not hash a password: that would take most of the test's time.
    /// </summary>
    public async Task<Person> NewPerson()
    {
        var sessions = App.Services.GetRequiredService<Sessions>();
        var id = Guid.CreateVersion7();
        var email = $"person{Interlocked.Increment(ref people)}@example.com";
        await Database.Execute($"insert into users (id, email, display_name) values ({id}, {email}, {"Somebody"})", default);
        var tokens = await sessions.Begin(id, default);
        var client = App.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        return new Person(id, email, client, tokens);
    }

    /// <summary>A client with another access token.</summary>
    public HttpClient Client(string accessToken)
    {
        var client = App.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return client;
    }

    /// <summary>Moves the person's sign-in so far into the past that it no longer counts as a recent sign-in.</summary>
    public Task<int> AgeProof(Person person) =>
        Database.Execute(
            $"update sessions set authenticated_at = now() - {RecentProof.Window} - interval '1 minute' where user_id = {person.Id}",
            default
        );

    /// <summary>A second backend over the same database, with other variables or services.</summary>
    public WebApplicationFactory<Program> With(Dictionary<string, string?> variables, Action<IServiceCollection> services)
    {
        _ = App;
        var all = Variables();
        foreach (var (name, value) in variables)
            all[name] = value;
        return new Factory(all, services);
    }

    /// <summary>
    /// A second backend over the same database that listens on a port of loopback: the real server, with its buffers, limits and
    /// connections, which the test server of the other members does not have.
    /// </summary>
    public ListeningApp Listen(Dictionary<string, string?>? variables = null, Action<IServiceCollection>? services = null)
    {
        _ = App;
        var port = ChildProcess.FreePort();
        var all = Variables();
        all[AppVariables.Port] = port.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in variables ?? [])
            all[name] = value;
        var listening = new Factory(all, services ?? (_ => { }));
        listening.UseKestrel();
        listening.StartServer();
        return new ListeningApp(listening, port);
    }

    private Dictionary<string, string?> Variables()
    {
        var all = TestEnvironment.Variables(servers.AppUrl(database!), servers.Redis.Url);
        foreach (var (name, value) in servers.Storage.Variables)
            all[name] = value;
        all[AppVariables.ApolloApiKey] = StandInApollo.Key;
        // A backend leaves mails to the worker: only the worker has the provider's key.
        all[AppVariables.MailFrom] = "Example <hello@mail.example.com>";
        all[AppVariables.WhatsAppPhoneNumberId] = "106540352242922";
        return all;
    }

    /// <summary>Stops the backend and keeps its database; the caller must drop it.</summary>
    public async Task<string> Release()
    {
        await App.DisposeAsync();
        factory = null;
        var released = database!;
        database = null;
        return released;
    }

    public async ValueTask DisposeAsync()
    {
        if (factory is not null)
            await factory.DisposeAsync();
        if (database is not null)
            await servers.DropDatabase(database);
    }

    private sealed class Factory(Dictionary<string, string?> variables, Action<IServiceCollection> services)
        : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (name, value) in variables)
                builder.UseSetting(name, value);
            builder.ConfigureTestServices(all =>
            {
                all.AddKeyedSingleton<HttpMessageHandler>(OutsideServiceRegistration.Transport, (_, _) => new StandInApollo());
                services(all);
            });
        }
    }
}

/// <summary>The backend on a port of loopback.</summary>
public sealed class ListeningApp(WebApplicationFactory<Program> factory, int port) : IAsyncDisposable
{
    public int Port => port;

    /// <summary>A client with the person's token and its own connections.</summary>
    public HttpClient Client(Person? person = null, TimeSpan? timeout = null)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = timeout ?? TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = person?.Client.DefaultRequestHeaders.Authorization;
        return client;
    }

    public ValueTask DisposeAsync() => factory.DisposeAsync();
}

/// <param name="Client">Sends requests with the person's access token.</param>
public sealed record Person(Guid Id, string Email, HttpClient Client, TokenResponse Tokens);
