using System.Globalization;
using PmCrm.App.Data;

namespace PmCrm.App.Verification;

/// <summary>Checks the number of rows, and how recent they are.</summary>
internal static class ContentChecks
{
    /// <summary>Clocks of two machines differ by less than this.</summary>
    private static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    /// <summary>Columns with the time when a row was written, in any table.</summary>
    private static readonly string[] TimeColumns =
    [
        "created_at",
        "updated_at",
        "written_at",
        "issued_at",
        "delivered_at",
        "finished_at",
        "applied_at",
    ];

    /// <summary>Counts the rows of every table.</summary>
    /// <returns>The newest time of any row.</returns>
    public static async Task<DateTimeOffset?> Count(
        DatabaseSession session,
        IDictionary<string, long> rows,
        CancellationToken cancellationToken
    )
    {
        // The server itself quoted the names, so they are safe in a statement.
        var tables = await session.Query(
            $"""
            select t.relname, format('select count(*), %s from %s',
                coalesce('max(greatest(' || string_agg(quote_ident(a.attname), ', ' order by a.attnum) || '))', 'null::timestamptz'),
                t.oid::regclass)
            from pg_class t
            left join pg_attribute a on a.attrelid = t.oid and a.attname = any({TimeColumns}) and not a.attisdropped
                and a.atttypid = 'timestamptz'::regtype
            where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p')
            group by t.oid, t.relname order by t.relname
            """,
            row => (Name: row.GetString(0), Statement: row.GetString(1)),
            cancellationToken
        );
        DateTimeOffset? newest = null;
        foreach (var (name, statement) in tables)
        {
            var (count, time) = await session.FirstOrDefault(
                SchemaChecks.Raw(statement),
                row => (row.GetInt64(0), row.TimeOrNull(1)),
                cancellationToken
            );
            rows[name] = count;
            if (newest is null || time > newest)
                newest = time ?? newest;
        }
        return newest;
    }

    /// <summary>A row with a future time was written by a machine whose clock is wrong, or the database's own clock is wrong.</summary>
    public static Check Rows(IReadOnlyDictionary<string, long> rows, DateTimeOffset? newest, DateTimeOffset at)
    {
        List<string> problems = [];
        if (newest > at + MaxAhead)
            problems.Add($"the newest row was written {Text(newest.Value)}, after the database's own clock ({Text(at)})");
        return Check.Of(
            "rows",
            problems,
            $"{string.Join(", ", rows.Where(table => table.Value > 0).Select(table => $"{table.Key} {table.Value}"))}; newest write "
                + (newest is { } time ? Text(time) : "never")
        );
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
