using System.Net;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Http;

/// <summary>Responses of every size from the real server, to slow, fast and disconnecting clients.</summary>
public sealed class AnswerSizeTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const long Kibi = 1024;

    /// <summary>What a contact of <see cref="WithContacts"/> adds to an export: its notes and the rest of its fields.</summary>
    private const int NotesLength = 19_000;

    [Fact]
    public async Task A_page_of_ordinary_interactions_longer_than_the_servers_buffers_is_answered()
    {
        var person = await app.NewPerson();
        var contact = await app.AddContact(person);
        await AddInteractions(person, contact, count: 30, bodyLength: 2_000);
        await using var backend = app.Listen();
        using var client = backend.Client(person);

        foreach (var limit in new[] { 1, 5, 10, 15, 16, 17, 20, 30, 100 })
        {
            using var answer = await client.Get($"/v1/contacts/{contact}/interactions?limit={limit}").Expect(HttpStatusCode.OK);
            Assert.Equal(Math.Min(limit, 30), (await answer.ReadJson()).GetProperty("items").GetArrayLength());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(600)]
    [InlineData(2_700)]
    public async Task Fast_and_slow_readers_get_complete_responses_of_any_size(int contacts)
    {
        var person = await WithContacts(contacts);
        await using var backend = app.Listen();
        var expected = (long)contacts * NotesLength;

        foreach (var slowly in new[] { false, true })
        {
            using var connection = await RawConnection.Open(backend.Port);
            await connection.Send(RawConnection.Get("/v1/me/export", person));

            var answer = await connection.ReadAnswer(slowly);

            Assert.Equal(200, answer?.Status);
            Assert.InRange(answer!.Value.Size, expected, expected + contacts * Kibi + Kibi);
        }
        if (contacts >= 2_700)
            Assert.True(expected >= 50_000_000, "The largest answer is smaller than it should be: the test shows less.");
    }

    [Fact]
    public async Task A_response_without_a_body_ends_and_keeps_the_connection_open()
    {
        var person = await app.NewPerson();
        await using var backend = app.Listen();
        using var connection = await RawConnection.Open(backend.Port);

        await connection.Send(
            RawConnection
                .Get("/v1/me", person)
                .Replace("GET /v1/me", "POST /v1/auth/logout", StringComparison.Ordinal)
                .Replace("\r\n\r\n", "\r\nContent-Length: 0\r\n\r\n", StringComparison.Ordinal)
        );
        Assert.Equal((204, 0), await connection.ReadAnswer());
        await connection.Send(RawConnection.Get("/v1/me", person));
        Assert.Equal(401, (await connection.ReadAnswer())?.Status);
    }

    [Fact]
    public async Task Pipelined_requests_get_complete_responses_in_order()
    {
        var person = await app.NewPerson();
        var contact = await app.AddContact(person);
        await AddInteractions(person, contact, count: 100, bodyLength: 10_000);
        await using var backend = app.Listen();
        using var connection = await RawConnection.Open(backend.Port);
        string[] paths =
        [
            $"/v1/contacts/{contact}/interactions?limit=100",
            "/v1/me",
            $"/v1/contacts/{contact}/interactions?limit=20",
            "/v1/nothing",
            "/v1/contacts",
        ];

        await connection.Send(string.Concat(paths.Select(path => RawConnection.Get(path, person))));

        var answers = new List<(int Status, long Size)>();
        foreach (var _ in paths)
            answers.Add((await connection.ReadAnswer(slowly: true))!.Value);
        Assert.Equal([200, 200, 200, 404, 200], answers.Select(answer => answer.Status));
        Assert.True(answers[0].Size > 1_000_000 && answers[2].Size is > 200_000 and < 300_000, $"{answers[0].Size}, {answers[2].Size}");
    }

    [Fact]
    public async Task Clients_that_disconnect_during_large_responses_leave_nothing_allocated()
    {
        var person = await WithContacts(600);
        await using var backend = app.Listen();
        for (var i = 0; i < 40; i++)
        {
            using var connection = await RawConnection.Open(backend.Port);
            await connection.Send(RawConnection.Get(i % 2 == 0 ? "/v1/me/export" : "/v1/contacts?limit=100", person));
            if (i % 4 < 2)
                await connection.ReadHead();
            connection.Abandon();
        }

        using var client = backend.Client(person, RawConnection.Timeout);
        await client.Get("/v1/me").Expect(HttpStatusCode.OK);
        // The server may notice only later that the other clients disconnected: until then they count towards this person's limit.
        using var limit = new CancellationTokenSource(RawConnection.Timeout);
        var whole = await client.Get("/v1/me/export");
        while (whole.StatusCode == HttpStatusCode.TooManyRequests)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            whole = await client.Get("/v1/me/export");
        }
        await whole.Expect(HttpStatusCode.OK);
        Assert.InRange((await whole.Content.ReadAsByteArrayAsync()).Length, 600 * NotesLength, 600 * (NotesLength + Kibi));
    }

    [Fact]
    public async Task A_half_closed_client_gets_a_complete_response_or_none_and_others_are_served()
    {
        var person = await WithContacts(60);
        await using var backend = app.Listen();
        for (var i = 0; i < 10; i++)
        {
            using var connection = await RawConnection.Open(backend.Port);
            await connection.Send(RawConnection.Get("/v1/me/export", person));
            connection.EndSending();
            // Kestrel treats a half-closed connection as closed; the test only requires that the request ends, either way.
            if (await connection.ReadAnswer() is { } answer)
                Assert.Equal(200, answer.Status);
        }
        using var client = backend.Client(person, RawConnection.Timeout);
        await client.Get("/v1/me").Expect(HttpStatusCode.OK);
    }

    private async Task<Person> WithContacts(int count)
    {
        var person = await app.NewPerson();
        for (var from = 1; from <= count; from += 200)
            await app.Database.Execute(
                $"""
                insert into contacts (id, owner_id, name, notes)
                select gen_random_uuid(), {person.Id}, 'Person ' || n, left(repeat('abcdefgh xyz ', 2000), {NotesLength})
                from generate_series({from}, {Math.Min(count, from + 199)}) as n
                """,
                default
            );
        return person;
    }

    private async Task AddInteractions(Person person, Guid contact, int count, int bodyLength) =>
        await app.Database.Execute(
            $"""
            insert into interactions (id, owner_id, contact_id, kind, occurred_at, summary, body)
            select gen_random_uuid(), {person.Id}, {contact}, 'note', now() - n * interval '1 hour', 'Talked about the lighthouse',
                left(repeat('He knows a keeper of bees. ', 1000), {bodyLength})
            from generate_series(1, {count}) as n
            """,
            default
        );
}
