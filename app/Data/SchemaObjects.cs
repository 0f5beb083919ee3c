using System.Text;

namespace PmCrm.App.Data;

/// <summary>
/// The columns, constraints and B-tree indexes that this build's migrations create, one per line. Objects that are created only if an
/// extension is available (<c>embeddings</c>, GIN indexes for searches) are not included, since everything works without them.
/// </summary>
public static class SchemaObjects
{
    private const string Resource = "schema.txt";

    /// <summary>The objects that a database must have for this build; written by <c>make goldens</c>.</summary>
    public static IReadOnlyList<string> Expected { get; } = Load();

    /// <summary>The objects of the database, in the same format and in a stable order.</summary>
    public static async Task<List<string>> Read(DatabaseSession session, CancellationToken cancellationToken) =>
        await session.Query(
            $"""
            with tables as (
                select oid, relname from pg_class
                where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'embeddings'
            )
            select line collate "C" from (
                select 'column ' || t.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                    || case when a.attnotnull then ' not null' else '' end as line
                from tables t join pg_attribute a on a.attrelid = t.oid where a.attnum > 0 and not a.attisdropped
                union all
                select 'constraint ' || t.relname || ' ' || pg_get_constraintdef(c.oid)
                from tables t join pg_constraint c on c.conrelid = t.oid where c.contype in ('p', 'u', 'f', 'c')
                union all
                select 'index ' || pg_get_indexdef(i.indexrelid)
                from tables t join pg_index i on i.indrelid = t.oid where pg_get_indexdef(i.indexrelid) not like '% USING gin %'
            ) as objects order by 1
            """,
            row => row.GetString(0),
            cancellationToken
        );

    private static List<string> Load()
    {
        using var stream = typeof(SchemaObjects).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException("app/Data/schema.txt is missing: `make goldens` writes it.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
