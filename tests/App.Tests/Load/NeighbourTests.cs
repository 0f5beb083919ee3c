using System.Diagnostics;
using System.Net;
using PmCrm.App.Data;
using PmCrm.App.Features.Auth;
using PmCrm.App.Tests.Fixtures;
using PmCrm.Contract;

namespace PmCrm.App.Tests.Load;

/// <summary>A slow, disconnected or hostile user does not stop the others.</summary>
public sealed class NeighbourTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task Sixty_slow_readers_of_exports_do_not_delay_the_others()
    {
        await using var backend = app.Listen();
        var readers = new List<RawConnection>();
        try
        {
            for (var i = 0; i < 60; i++)
            {
                var reader = await RawConnection.Open(backend.Port);
                readers.Add(reader);
                await reader.Send(RawConnection.Get(i % 2 == 0 ? "/v1/me/export" : "/v1/me/export?format=vcard", await WithExport()));
            }
            // The first byte of each response has arrived: from now on the server waits for all of these clients.
            foreach (var reader in readers)
                Assert.Equal(200, (await reader.ReadHead())?.Status);
            using var client = backend.Client(await app.NewPerson());
            await client.Get("/v1/contacts").Expect(HttpStatusCode.OK);

            var times = new List<TimeSpan>();
            for (var i = 0; i < 20; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await client.Get("/v1/contacts").Expect(HttpStatusCode.OK);
                times.Add(Stopwatch.GetElapsedTime(start));
            }
            // The median: other load on the machine may delay a single response; sixty readers that block something delay all responses.
            var median = times.Order().ElementAt(times.Count / 2);
            Assert.True(median < TimeSpan.FromSeconds(1), string.Join(", ", times));
            using var export = await client.Get("/v1/me/export").Expect(HttpStatusCode.OK);
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }

    [Fact]
    public async Task Wrong_logins_from_one_address_do_not_delay_a_correct_one_from_another()
    {
        await using var backend = app.Listen(new() { [AppVariables.TrustedProxyHops] = "1" });
        await Register(backend, "neighbour@example.com");
        using var attacker = From(backend, "198.51.100.20");
        using var person = From(backend, "198.51.100.21");
        await Login(person, "neighbour@example.com", Password).Expect(HttpStatusCode.OK);
        var wrong = Enumerable.Range(0, 40).Select(i => Login(attacker, $"nobody{i}@example.com", "wrong")).ToList();

        var start = Stopwatch.GetTimestamp();
        await Login(person, "neighbour@example.com", Password).Expect(HttpStatusCode.OK);
        var right = Stopwatch.GetElapsedTime(start);

        var attempts = await Task.WhenAll(wrong);
        var all = Stopwatch.GetElapsedTime(start);
        // One is being hashed and 20 are waiting: the others are refused at once.
        Assert.All(attempts, answer =>
            Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, $"{answer.StatusCode}")
        );
        Assert.True(
            right < all / 2,
            $"The right login took {right.TotalSeconds:0.0} s of the {all.TotalSeconds:0.0} s that the wrong ones took."
        );
    }

    [Fact]
    public async Task Guesses_at_one_account_from_many_addresses_are_limited_and_do_not_lock_its_owner_out()
    {
        await using var backend = app.Listen(new() { [AppVariables.TrustedProxyHops] = "1" });
        await Register(backend, "guessed@example.com");
        using var owner = From(backend, "203.0.113.1");
        await Login(owner, "guessed@example.com", Password).Expect(HttpStatusCode.OK);

        for (var i = 0; i < FailedLogins.MaxFailures; i++)
        {
            using var guesser = From(backend, $"198.51.100.{100 + i}");
            await Login(guesser, "Guessed@example.com", "wrong").ExpectProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        }

        using var next = From(backend, "198.51.100.200");
        var refused = Login(next, "guessed@example.com", Password);
        await refused.ExpectProblem(HttpStatusCode.TooManyRequests, "too-many-failed-logins");
        Assert.True((await refused).Headers.RetryAfter!.Delta > TimeSpan.Zero);
        await Login(owner, "guessed@example.com", Password).Expect(HttpStatusCode.OK);
        // The limit also applies to addresses without an account, so that it does not reveal which accounts exist.
        for (var i = 0; i < FailedLogins.MaxFailures; i++)
            await Login(next, "nobody@example.com", "wrong").Expect(HttpStatusCode.Unauthorized);
        await Login(next, "nobody@example.com", "wrong").ExpectProblem(HttpStatusCode.TooManyRequests, "too-many-failed-logins");
    }

    private static async Task Register(ListeningApp backend, string email)
    {
        using var client = From(backend, "203.0.113.200");
        await client
            .PostJson("/v1/auth/register", $$"""{"email":"{{email}}","password":"{{Password}}","displayName":"Somebody"}""")
            .Expect(HttpStatusCode.Accepted);
    }

    private static Task<HttpResponseMessage> Login(HttpClient client, string email, string password) =>
        client.PostJson("/v1/auth/login", $$"""{"email":"{{email}}","password":"{{password}}"}""");

    private static HttpClient From(ListeningApp backend, string address)
    {
        var client = backend.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    /// <summary>A person whose export has 1 MB.</summary>
    private async Task<Person> WithExport()
    {
        var person = await app.NewPerson();
        await app.Database.Execute(
            $"""
            insert into contacts (id, owner_id, name, notes)
            select gen_random_uuid(), {person.Id}, 'Person ' || n, repeat('abcdefgh xyz ', 1500) from generate_series(1, 55) as n
            """,
            default
        );
        return person;
    }
}
