using System.Diagnostics;
using System.Text;
using Npgsql;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Security;

namespace PmCrm.Bench.Backend;

/// <summary>The server's cost of finding the duplicates of one account.</summary>
/// <param name="First">CPU time of the first answer, in milliseconds.</param>
/// <param name="AfterChange">The same after a contact was changed.</param>
/// <param name="Page">The same for another page without changes: the pairs are already computed.</param>
internal sealed record DuplicateCost(string Shape, double First, double AfterChange, double Page);

/// <summary>Duplicates in accounts with 10,000 contacts, with the most expensive kinds of data.</summary>
internal static class WorstDuplicates
{
    /// <summary>The columns name, emails and phone_fingerprints of the n-th contact.</summary>
    private static readonly (string Shape, string Columns)[] Shapes =
    [
        ("one name for all", "'Anna Muster', array[]::text[], array[]::bytea[]"),
        ("long names, one letter differs", "repeat('a', 99) || ' ' || repeat('b', 90) || n, array[]::text[], array[]::bytea[]"),
        (
            "50 contacts of a family",
            "'Family' || n / 50 || ' Person' || n % 50 || ' ' || repeat('x', 150) || n, array[]::text[], array[]::bytea[]"
        ),
        (
            "20 shared addresses and numbers each",
            """
            'Person' || n || ' Family' || n,
            (select array_agg('p' || (n * 7 + i * 131) % 5000 || '@example.com') from generate_series(0, 19) as i),
            (select array_agg(decode(lpad(to_hex((n * 13 + i * 977) % 5000), 64, '0'), 'hex') || decode('00', 'hex')) from generate_series(0, 19) as i)
            """
        ),
    ];

    /// <param name="process">The server's process id.</param>
    public static async Task<List<DuplicateCost>> Measure(PostgresUrl url, AccessTokens tokens, int port, int process)
    {
        await using var source = DataSource.Create(url);
        var costs = new List<DuplicateCost>();
        foreach (var (shape, columns) in Shapes)
        {
            var owner = Guid.CreateVersion7();
            await Execute(source, "insert into users (id, email, display_name) values ($1, $1 || '@example.com', 'Somebody')", owner);
            await Execute(
                source,
                $"""
                insert into contacts (id, owner_id, name, emails, phone_fingerprints)
                select gen_random_uuid(), $1, {columns} from generate_series(1, {LargeAccount.Contacts}) as n
                """,
                owner
            );
            await Execute(source, "analyze contacts", null);
            var token = tokens.Issue(new AccessToken(owner, Guid.CreateVersion7()));
            var first = await Cost(port, process, token);
            var page = await Cost(port, process, token);
            await Execute(
                source,
                "update contacts set version = version + 1 where id = (select id from contacts where owner_id = $1 limit 1)",
                owner
            );
            costs.Add(new DuplicateCost(shape, first, await Cost(port, process, token), page));
        }
        return costs;
    }

    private static async Task<double> Cost(int port, int process, string token)
    {
        var request = Encoding.UTF8.GetBytes(
            $"GET /v1/contacts/duplicates?limit=100&minScore=0.1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
        );
        using var server = Process.GetProcessById(process);
        var before = server.TotalProcessorTime;
        await LoadClient.Repeat(port, request, 1);
        server.Refresh();
        return (server.TotalProcessorTime - before).TotalMilliseconds;
    }

    private static async Task Execute(NpgsqlDataSource source, string sql, Guid? owner)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 120;
        if (owner is { } id)
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await command.ExecuteNonQueryAsync();
    }
}
