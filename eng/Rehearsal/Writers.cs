using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PmCrm.Rehearsal;

/// <summary>
/// Clients that write continuously: each creates contacts with a private note, one after the other, and records which requests got 201.
/// They write to the backend on <see cref="Port"/>.
/// </summary>
internal sealed class Writers : IAsyncDisposable
{
    private const int Count = 6;
    private const string Password = "a long enough password";

    /// <summary>Below the limit of 20 requests a second for a user.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(60);

    private const int ContactsPerReminder = 5;

    private readonly ConcurrentQueue<Acknowledged> acknowledged = new();
    private readonly ConcurrentQueue<string> failures = new();
    private readonly CancellationTokenSource stop = new();
    private readonly List<HttpClient> clients = [];
    private readonly List<Task> running = [];
    private volatile int port;
    private volatile bool isPaused;
    private int inFlight;

    private readonly bool hasReminders;
    private int reminders;

    private Writers(int port, bool hasReminders)
    {
        this.port = port;
        this.hasReminders = hasReminders;
    }

    /// <summary>Port of the backend that they write to.</summary>
    public int Port
    {
        get => port;
        set => port = value;
    }

    public IReadOnlyCollection<Acknowledged> Acknowledged => acknowledged;

    /// <summary>The results of requests that were not acknowledged, oldest first.</summary>
    public IReadOnlyCollection<string> Failures => failures;

    /// <summary>Number of acknowledged reminders; each is due a second after it was written.</summary>
    public int Reminders => Volatile.Read(ref reminders);

    /// <summary>Registers the clients, signs them in and starts writing.</summary>
    public static async Task<Writers> Begin(int port, bool hasReminders = false)
    {
        var writers = new Writers(port, hasReminders);
        for (var i = 0; i < Count; i++)
            writers.clients.Add(await SignedIn(port, i));
        for (var i = 0; i < Count; i++)
        {
            var number = i;
            writers.running.Add(Task.Run(() => writers.Write(number)));
        }
        return writers;
    }

    /// <summary>Waits until this number of further writes is acknowledged, for at most a minute.</summary>
    public Task More(int count)
    {
        var wanted = acknowledged.Count + count;
        return PostgresInstance.Until($"{count} more writes are acknowledged", () => Task.FromResult(acknowledged.Count >= wanted));
    }

    /// <summary>Stops writing, and waits until no request is running.</summary>
    public Task Pause()
    {
        isPaused = true;
        return PostgresInstance.Until("the last write is answered", () => Task.FromResult(Volatile.Read(ref inFlight) == 0));
    }

    public void Resume() => isPaused = false;

    /// <summary>Reads contacts with their private notes as their owners.</summary>
    /// <returns>For each whether it was read in full.</returns>
    public async Task<HttpStatusCode> Read(string path, int writer = 0)
    {
        using var response = await clients[writer].GetAsync(new Uri($"http://127.0.0.1:{port}{path}"));
        return response.StatusCode;
    }

    /// <summary>Ends one person's session.</summary>
    public async Task<HttpClient> SignOutSomebody()
    {
        var client = await SignedIn(port, Count);
        using var response = await client.PostAsync(new Uri($"http://127.0.0.1:{port}/v1/auth/logout-everywhere"), null);
        response.EnsureSuccessStatusCode();
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(running);
        foreach (var client in clients)
            client.Dispose();
        stop.Dispose();
    }

    private static async Task<HttpClient> SignedIn(int port, int number)
    {
        var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        // Each client has its own address, in the header that the load balancer would write.
        client.DefaultRequestHeaders.Add("X-Forwarded-For", $"198.51.100.{number + 1}, 203.0.113.1");
        var who = $$"""{"email":"writer{{number}}@example.com","password":"{{Password}}","displayName":"Writer"}""";
        using var registered = await client.PostAsync(new Uri($"http://127.0.0.1:{port}/v1/auth/register"), Json(who));
        registered.EnsureSuccessStatusCode();
        var login = $$"""{"email":"writer{{number}}@example.com","password":"{{Password}}"}""";
        using var signedIn = await client.PostAsync(new Uri($"http://127.0.0.1:{port}/v1/auth/login"), Json(login));
        signedIn.EnsureSuccessStatusCode();
        using var tokens = JsonDocument.Parse(await signedIn.Content.ReadAsStringAsync());
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            tokens.RootElement.GetProperty("accessToken").GetString()
        );
        return client;
    }

    private async Task Write(int number)
    {
        using var timer = new PeriodicTimer(Pace);
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            await timer.WaitForNextTickAsync();
            Interlocked.Increment(ref inFlight);
            if (!isPaused)
                await WriteOne(number, i);
            Interlocked.Decrement(ref inFlight);
        }
    }

    private async Task WriteOne(int number, int i)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"name":"Contact {{i}}","jobTitle":"T","privateNotes":"note {{i}}"}""");
        try
        {
            using var response = await clients[number].PostAsync(new Uri($"http://127.0.0.1:{port}/v1/contacts"), Json(body));
            if (response.StatusCode != HttpStatusCode.Created)
            {
                failures.Enqueue($"{(int)response.StatusCode}");
                return;
            }
            using var created = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            var id = created.RootElement.GetProperty("id").GetGuid();
            acknowledged.Enqueue(new Acknowledged(id, DateTimeOffset.UtcNow));
            if (hasReminders && i % ContactsPerReminder == 0)
                await Remind(number, id);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            failures.Enqueue(exception.GetType().Name);
        }
    }

    private async Task Remind(int number, Guid contact)
    {
        var due = DateTimeOffset.UtcNow.AddSeconds(1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        using var response = await clients[number]
            .PostAsync(
                new Uri($"http://127.0.0.1:{port}/v1/contacts/{contact}/reminders"),
                Json($$"""{"title":"Call","startsAt":"{{due}}"}""")
            );
        if (response.StatusCode == HttpStatusCode.Created)
            Interlocked.Increment(ref reminders);
        else
            failures.Enqueue($"{(int)response.StatusCode}");
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
