using System.Globalization;
using PmCrm.App.Data;

namespace PmCrm.App.Verification;

/// <summary>Checks whether the schema is the one that this build uses, and whether the database itself enforces it.</summary>
internal static class SchemaChecks
{
    public static async Task<Check> Migrations(DatabaseSession session, CancellationToken cancellationToken)
    {
        var applied = (
            await session.Query(
                $"select version, checksum from schema_migrations",
                row => (Version: row.GetString(0), Checksum: row.GetString(1)),
                cancellationToken
            )
        ).ToDictionary(row => row.Version, row => row.Checksum, StringComparer.Ordinal);
        var known = Migration.All.ToDictionary(migration => migration.Version, StringComparer.Ordinal);
        var newer = applied.Keys.Where(version => string.CompareOrdinal(version, Migration.Newest) > 0).ToList();
        List<string> problems =
        [
            .. Migration
                .All.Where(migration => !applied.ContainsKey(migration.Version))
                .Select(missing => $"{missing.Version} has not run"),
            .. Migration
                .All.Where(migration => applied.TryGetValue(migration.Version, out var checksum) && !migration.IsRecordedAs(checksum))
                .Select(edited => $"{edited.Version} ran with other statements than this build's"),
            .. applied
                .Keys.Where(version => !known.ContainsKey(version))
                .Except(newer)
                .Select(version => $"{version} has run and is not of this build"),
        ];
        return Check.Of("migrations", problems, $"{known.Count} of this build, {newer.Count} of a newer one");
    }

    public static async Task<Check> Objects(DatabaseSession session, CancellationToken cancellationToken)
    {
        var actual = await SchemaObjects.Read(session, cancellationToken);
        var isAhead = await session.FirstOrDefault(
            $"select exists (select from schema_migrations where version > {Migration.Newest})",
            row => row.GetBoolean(0),
            cancellationToken
        );
        var missing = SchemaObjects
            .Expected.Except(actual, StringComparer.Ordinal)
            // A newer version may allow more values in a column; that does not matter to this build.
            .Where(line =>
                !isAhead
                || !line.StartsWith("constraint ", StringComparison.Ordinal)
                || !line.Contains(" CHECK (", StringComparison.Ordinal)
            )
            .Select(line => $"missing: {line}")
            .ToList();
        return Check.Of("schema", missing, $"{SchemaObjects.Expected.Count} columns, constraints and indexes are as this build needs them");
    }

    /// <summary>
    /// Constraints, indexes and triggers that PostgreSQL does not currently enforce or use, and collations that changed under the indexes.
    /// </summary>
    public static async Task<Check> Enforcement(DatabaseSession session, CancellationToken cancellationToken)
    {
        var problems = await session.Query(
            $"""
            select format('constraint %s of %s is not validated', conname, conrelid::regclass)
            from pg_constraint where connamespace = 'public'::regnamespace and not convalidated
            union all
            select format('index %s is not valid', indexrelid::regclass)
            from pg_index join pg_class on pg_class.oid = indexrelid
            where relnamespace = 'public'::regnamespace and not (indisvalid and indisready and indislive)
            union all
            select format('trigger %s of %s is disabled', tgname, tgrelid::regclass)
            from pg_trigger join pg_class on pg_class.oid = tgrelid
            where relnamespace = 'public'::regnamespace and tgenabled = 'D'
            union all
            select format('the database was made with version %s of its collation, the server has %s: reindex', datcollversion,
                coalesce(pg_database_collation_actual_version(oid), 'none'))
            from pg_database
            where datname = current_database() and datcollversion is distinct from pg_database_collation_actual_version(oid)
                and datcollversion is not null
            """,
            row => row.GetString(0),
            cancellationToken
        );
        return Check.Of("enforcement", problems, "every constraint is validated, every index valid, every trigger on");
    }

    /// <summary>
    /// Rows without their parent: every foreign key is checked again, since a restore may have loaded rows without checking them.
    /// </summary>
    public static async Task<Check> References(DatabaseSession session, CancellationToken cancellationToken)
    {
        // The server itself quoted the names, so they are safe in a statement.
        var keys = await session.Query(
            $"""
            select c.conname, c.conrelid::regclass::text, format('select count(*) from %s c where %s and not exists (select from %s p where %s)',
                c.conrelid::regclass, string_agg(format('c.%I is not null', a.attname), ' and '),
                c.confrelid::regclass, string_agg(format('p.%I = c.%I', b.attname, a.attname), ' and '))
            from pg_constraint c
            cross join unnest(c.conkey, c.confkey) as k(child, parent)
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.child
            join pg_attribute b on b.attrelid = c.confrelid and b.attnum = k.parent
            where c.contype = 'f' and c.connamespace = 'public'::regnamespace
            group by c.oid, c.conname, c.conrelid, c.confrelid order by 2, 1
            """,
            row => (Name: row.GetString(0), Table: row.GetString(1), Statement: row.GetString(2)),
            cancellationToken
        );
        var problems = new List<string>();
        foreach (var (name, table, statement) in keys)
            if (await Number(session, statement, cancellationToken) is > 0 and var orphans)
                problems.Add($"{orphans} rows of {table} have no parent ({name})");
        return Check.Of("references", problems, $"{keys.Count} foreign keys hold for every row");
    }

    /// <summary>A sequence behind its column would give the next insert a number that already exists.</summary>
    public static async Task<Check> Sequences(DatabaseSession session, CancellationToken cancellationToken)
    {
        var sequences = await session.Query(
            $"""
            select s.oid::regclass::text, format(
                'select coalesce(max(%I), 0)::bigint - (select case when is_called then last_value else last_value - 1 end from %s) from %s',
                a.attname, s.oid::regclass, t.oid::regclass)
            from pg_class s
            join pg_sequence q on q.seqrelid = s.oid and q.seqincrement > 0
            join pg_depend d on d.objid = s.oid and d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
                and d.deptype in ('a', 'i')
            join pg_class t on t.oid = d.refobjid and t.relnamespace = 'public'::regnamespace
            join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
            order by 1
            """,
            row => (Name: row.GetString(0), Statement: row.GetString(1)),
            cancellationToken
        );
        var problems = new List<string>();
        foreach (var (name, statement) in sequences)
            if (await Number(session, statement, cancellationToken) is > 0 and var behind)
                problems.Add($"{name} is {behind} behind its column");
        return Check.Of(
            "sequences",
            problems,
            sequences.Count == 0 ? "there are none: every key is a UUID" : $"{sequences.Count} are not behind their columns"
        );
    }

    /// <summary>The number that a statement returns; the server has quoted the names in it.</summary>
    internal static Task<long> Number(DatabaseSession session, string statement, CancellationToken cancellationToken) =>
        session.FirstOrDefault(Raw(statement), row => Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), cancellationToken);

    internal static Sql Raw(string statement)
    {
        var sql = new Sql(statement.Length, 0);
        sql.AppendLiteral(statement);
        return sql;
    }
}
