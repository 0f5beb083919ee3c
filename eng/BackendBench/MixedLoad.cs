using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Npgsql;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Security;
using PmCrm.Contract;
using PmCrm.LocalServers;

namespace PmCrm.Bench.Backend;

/// <summary>
/// Twenty concurrent users against the binary on one core: answers from 0.2 KB to 1 MB, imports, exports, duplicates, searches, logins with
/// right and wrong passwords, clients that read slowly and clients that disconnect. It fails on any 5xx, on any request without an answer
/// within <see cref="HangAfter"/>, and if memory grows.
/// </summary>
internal static class MixedLoad
{
    private const int Users = 20;
    private const int ContactsEach = 300;
    private const string Password = "correct horse battery";

    /// <summary>
    /// Allowed growth of memory from the second third of the run to the last, in MiB: less than the variation of one garbage collection.
    /// </summary>
    private const double AllowedGrowth = 24;

    private static readonly TimeSpan HangAfter = TimeSpan.FromSeconds(30);

    private static readonly ConcurrentDictionary<string, ConcurrentBag<double>> Times = new();
    private static readonly ConcurrentDictionary<string, int> Statuses = new();
    private static readonly ConcurrentQueue<string> Faults = new();

    /// <returns>The exit code: 0 if nothing failed.</returns>
    public static async Task<int> Run(string binary, TimeSpan time)
    {
        await using var postgres = await LocalPostgres.Start();
        await using var redis = await LocalRedis.Start();
        var tokens = new TokenOptions([new string('b', 64)], TimeSpan.FromHours(1), TimeSpan.FromDays(1));
        var port = ChildProcess.FreePort();
        var environment = new Dictionary<string, string?>
        {
            [AppVariables.DatabaseUrl] = postgres.Url("postgres"),
            [AppVariables.RedisUrl] = redis.Url,
            [AppVariables.JwtSecret] = tokens.Secrets[0],
            [AppVariables.EncryptionKey] = new string('e', 64),
            [AppVariables.TrustedProxyHops] = "1",
            [AppVariables.Port] = port.ToString(CultureInfo.InvariantCulture),
        };
        var (code, printed) = await ChildProcess.Run(binary, ["migrate"], environment);
        if (code != 0)
            throw new InvalidOperationException(printed);
        var people = await Fill(PostgresUrl.Parse(postgres.Url("postgres")), new AccessTokens(tokens, TimeProvider.System));
        await using var backend = await ChildProcess.Start("taskset", ["-c", "0", binary], "Now listening on", environment);
        await LoadClient.Ready(port);
        foreach (var person in people)
            await Register(port, person);

        using var end = new CancellationTokenSource(time);
        var memory = new List<double>();
        var start = Stopwatch.GetTimestamp();
        var users = people.Select((person, i) => User(port, person, new Random(i), end.Token)).ToList();
        while (!end.IsCancellationRequested)
        {
            memory.Add(Machine.Resident(backend.Id));
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        }
        await Task.WhenAll(users);
        return Report(memory, Stopwatch.GetElapsedTime(start));
    }

    private static int Report(List<double> memory, TimeSpan time)
    {
        Console.WriteLine("request                    count       p50       p95       p99   longest   (milliseconds)");
        foreach (var (name, bag) in Times.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var sorted = bag.Order().ToList();
            double At(double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -24} {sorted.Count, 7} {At(0.5), 9:0.0} {At(0.95), 9:0.0} {At(0.99), 9:0.0} {sorted[^1], 9:0.0}"
                )
            );
        }
        Console.WriteLine(
            "status   "
                + string.Join(", ", Statuses.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}: {one.Value}"))
        );
        var third = Math.Max(1, memory.Count / 3);
        var middle = Median(memory.Skip(third).Take(third));
        var last = Median(memory.Skip(2 * third));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{time.TotalSeconds:0} s, {Times.Sum(one => one.Value.Count)} requests; resident memory {memory[0]:0} MiB at first, {middle:0} in the middle, {last:0} at last, {memory.Max():0} at most"
            )
        );
        if (last > middle + AllowedGrowth)
            Faults.Enqueue($"memory grew from {middle:0} to {last:0} MiB");
        foreach (var fault in Faults.Take(20))
            Console.Error.WriteLine($"missed: {fault}");
        return Faults.IsEmpty ? 0 : 1;
    }

    private static async Task User(int port, Person person, Random random, CancellationToken end)
    {
        using var client = Client(port, person);
        while (!end.IsCancellationRequested)
        {
            switch (random.Next(100))
            {
                case < 25:
                    await Ask("GET contact", client, HttpMethod.Get, $"/v1/contacts/{person.Contact}");
                    break;
                case < 40:
                    await Ask("GET contacts", client, HttpMethod.Get, $"/v1/contacts?limit={random.Next(1, 101)}");
                    break;
                case < 50:
                    await Ask(
                        "GET interactions",
                        client,
                        HttpMethod.Get,
                        $"/v1/contacts/{person.Contact}/interactions?limit={random.Next(1, 101)}"
                    );
                    break;
                case < 60:
                    await Ask("POST contact", client, HttpMethod.Post, "/v1/contacts", Small, "application/json");
                    break;
                case < 63:
                    await Ask("POST large contact", client, HttpMethod.Post, "/v1/contacts", Large, "application/json");
                    break;
                case < 71:
                    await Ask("GET search", client, HttpMethod.Get, "/v1/search?q=lighthouse&limit=50");
                    break;
                case < 76:
                    await Ask("GET duplicates", client, HttpMethod.Get, "/v1/contacts/duplicates?limit=50");
                    break;
                case < 79:
                    await Ask("GET export", client, HttpMethod.Get, "/v1/me/export");
                    break;
                case < 82:
                    await Ask("POST import", client, HttpMethod.Post, "/v1/contacts/import", Rows(random.Next(10, 5_000)), "text/csv");
                    break;
                case < 84:
                    await Ask("POST import of junk", client, HttpMethod.Post, "/v1/contacts/import", Junk, "text/vcard");
                    break;
                case < 86:
                    await Login(client, person, "wrong");
                    break;
                case < 88:
                    await Login(client, person, Password);
                    break;
                case < 92:
                    await Slow(port, person, end);
                    break;
                case < 97:
                    await Vanish(port, person, random);
                    break;
                default:
                    await Ask("GET not there", client, HttpMethod.Get, "/v1/contacts/not-an-id");
                    break;
            }
        }
    }

    private static Task Login(HttpClient client, Person person, string password) =>
        Ask(
            password == Password ? "POST login" : "POST wrong login",
            client,
            HttpMethod.Post,
            "/v1/auth/login",
            $$"""{"email":"{{person.Email}}","password":"{{password}}"}""",
            "application/json"
        );

    private static async Task Ask(string name, HttpClient client, HttpMethod method, string path, string? body = null, string? type = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type!);
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await client.SendAsync(request, CancellationToken.None);
            await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
            Count(name, (int)answer.StatusCode, start);
        }
        catch (Exception exception) when (exception is TaskCanceledException or HttpRequestException or IOException)
        {
            Faults.Enqueue($"{name}: {exception.GetType().Name} after {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        }
    }

    private static void Count(string name, int status, long start)
    {
        Times.GetOrAdd(name, _ => []).Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        Statuses.AddOrUpdate($"{status}", 1, (_, count) => count + 1);
        if (status >= 500)
            Faults.Enqueue($"{name}: {status}");
    }

    /// <summary>Reads an export of a megabyte in parts with pauses.</summary>
    private static async Task Slow(int port, Person person, CancellationToken end)
    {
        using var socket = await Connect(port, person, "/v1/me/export");
        var start = Stopwatch.GetTimestamp();
        var buffer = new byte[16 * 1024];
        long read = 0;
        for (
            int count;
            !end.IsCancellationRequested && (count = await socket.ReceiveAsync(buffer, CancellationToken.None)) > 0;
            read += count
        )
        {
            if (read == 0)
                Count("GET export, slowly", int.Parse(Encoding.ASCII.GetString(buffer, 9, 3), CultureInfo.InvariantCulture), start);
            if (buffer.AsSpan(0, count).EndsWith("]}"u8))
                break;
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private static async Task Vanish(int port, Person person, Random random)
    {
        var path = random.Next(3) switch
        {
            0 => "/v1/me/export",
            1 => "/v1/contacts/duplicates",
            _ => $"/v1/contacts/{person.Contact}/interactions?limit=100",
        };
        var socket = await Connect(port, person, path);
        if (random.Next(2) == 0)
            await socket.ReceiveAsync(new byte[100], CancellationToken.None);
        socket.Close(0);
        Statuses.AddOrUpdate("vanished", 1, (_, count) => count + 1);
    }

    private static async Task<Socket> Connect(int port, Person person, string path)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 8 * 1024 };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {person.Token}\r\n\r\n"
            )
        );
        return socket;
    }

    private static HttpClient Client(int port, Person person)
    {
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = HangAfter };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", person.Address);
        return client;
    }

    private static async Task Register(int port, Person person)
    {
        using var client = Client(port, person);
        // The data account has no password, so a second account of the same user is registered for logins.
        using var body = new StringContent(
            $$"""{"email":"{{person.Email}}","password":"{{Password}}","displayName":"Somebody"}""",
            Encoding.UTF8,
            "application/json"
        );
        (await client.PostAsync(new Uri("/v1/auth/register", UriKind.Relative), body)).EnsureSuccessStatusCode();
    }

    private static async Task<List<Person>> Fill(PostgresUrl url, AccessTokens accessTokens)
    {
        await using var source = DataSource.Create(url);
        var people = new List<Person>();
        for (var i = 0; i < Users; i++)
        {
            var (id, contact) = (Guid.CreateVersion7(), Guid.CreateVersion7());
            await Execute(source, "insert into users (id, email, display_name) values ($1, $2, 'Somebody')", id, $"data{i}@example.com");
            await Execute(
                source,
                """
                insert into contacts (id, owner_id, name, emails, company, notes)
                select case n when 1 then $2 else gen_random_uuid() end, $1, 'Person ' || n || ' Family ' || n / 3, array['p' || n / 2 || '@example.com'], 'Company',
                    repeat('Talked about the lighthouse. ', 100) from generate_series(1, $3) as n
                """,
                id,
                contact,
                ContactsEach
            );
            await Execute(
                source,
                """
                insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary, body)
                select gen_random_uuid(), $1, $2, 'note', now() - n * interval '1 hour', 'The lighthouse', repeat('He knows a keeper of bees. ', 370)
                from generate_series(1, 100) as n
                """,
                id,
                contact
            );
            people.Add(
                new Person(
                    id,
                    $"login{i}@example.com",
                    accessTokens.Issue(new AccessToken(id, Guid.CreateVersion7())),
                    contact,
                    $"198.51.100.{i + 1}"
                )
            );
        }
        await Execute(source, "vacuum analyze");
        return people;
    }

    private static async Task Execute(NpgsqlDataSource source, string sql, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private const string Small = """{"name":"Grace Hopper","emails":["grace@example.com"],"company":"Navy"}""";

    private static readonly string Large =
        $$"""{"name":"Grace Hopper","notes":"{{new string('n', 20_000)}}","privateNotes":"{{new string('p', 20_000)}}"}""";

    private static readonly string Junk =
        "BEGIN:VCARD\nVERSION:4.0\nFN:Anna\nNOTE;ENCODING=QUOTED-PRINTABLE:"
        + string.Concat(Enumerable.Repeat("abcdefgh=\n", 200_000))
        + "\nEND:VCARD\n";

    private static string Rows(int count) =>
        "name,email,notes\n"
        + string.Concat(
            Enumerable
                .Range(0, count)
                .Select(i => $"Person {i},p{i}@example.com,{(i % 7 == 0 ? "short" : "a note of an ordinary length that is kept")}\n")
        );

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private sealed record Person(Guid Id, string Email, string Token, Guid Contact, string Address);
}
