using System.Text.Json;
using Npgsql;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Security;
using PmCrm.App.Tests.Fixtures;
using PmCrm.App.Verification;

namespace PmCrm.App.Tests.Verification;

/// <summary>Each check of <c>verify</c>, on a database with one defect.</summary>
public sealed class DatabaseVerifierTests(UsedDatabase used, Servers servers) : IClassFixture<UsedDatabase>
{
    [Fact]
    public async Task A_used_database_passes_every_check_and_no_user_data_is_printed()
    {
        var report = await Verify();

        Assert.Equal([], Failed(report));
        Assert.Equal(CheckStatus.Ok, report.Status);
        Assert.Equal(3, report.Rows["contacts"]);
        Assert.Equal(EncryptedColumn.All.Select(column => $"{column}").Order(), report.Values.Select(v => v.Column).Distinct().Order());
        Assert.Equal(2, report.Values.Count(values => values.Column == "contacts.phones_cipher"));
        Assert.All(report.Values, values => Assert.Equal((values.Count, 0), (values.Sampled, values.Unreadable)));
        Assert.InRange(report.At - report.Canary!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Assert.InRange(report.NewestWrite!.Value, report.Canary.Value, report.At + TimeSpan.FromMinutes(2));
        var printed = VerificationText.Of(report) + JsonSerializer.Serialize(report, VerificationJson.Default.VerificationReport);
        Assert.DoesNotContain("planted-value", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_database_passes()
    {
        Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
        var url = await servers.CreateDatabase();

        var report = await UsedDatabase.Verify(url);

        Assert.Equal([], Failed(report));
        await servers.DropDatabase(url);
    }

    [Fact]
    public async Task An_empty_database_fails_without_an_exception()
    {
        Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
        var url = await servers.CreateDatabase(migrated: false);

        var report = await UsedDatabase.Verify(url);

        Assert.Equal(["canary", "encryption", "jobs", "migrations", "reminders", "schema"], Failed(report));
        await servers.DropDatabase(url);
    }

    public static TheoryData<string, string, string> Damage =>
        new()
        {
            { "migrations", "delete from schema_migrations where version like '%add_sign_in'", "20261113_add_sign_in has not run" },
            { "migrations", "update schema_migrations set checksum = 'x' where version like '%add_users'", "other statements" },
            { "migrations", "insert into schema_migrations values ('20261101_other', 'x')", "20261101_other has run and is not of this" },
            { "schema", "alter table contacts drop column job_title cascade", "missing: column contacts.job_title text" },
            { "schema", "alter table jobs drop constraint jobs_kind_subject_id_key", "UNIQUE (kind, subject_id)" },
            { "schema", "alter table sessions drop constraint sessions_revoked_reason_check", "missing: constraint sessions CHECK" },
            { "schema", "drop index exports_queued", "missing: index CREATE UNIQUE INDEX exports_queued" },
            {
                "enforcement",
                """
                    alter table contacts drop constraint contacts_owner_id_fkey;
                    alter table contacts add constraint contacts_owner_id_fkey foreign key (owner_id) references users (id) on delete cascade not valid
                    """,
                "constraint contacts_owner_id_fkey of contacts is not validated"
            },
            { "enforcement", "update pg_index set indisvalid = false where indexrelid = 'contacts_by_name'::regclass", "contacts_by_name" },
            { "enforcement", "alter table contacts disable trigger all", "of contacts is disabled" },
            { "enforcement", "update pg_database set datcollversion = '0' where datname = current_database()", "reindex" },
            {
                "references",
                "set session_replication_role = replica; delete from users",
                "3 rows of contacts have no parent (contacts_owner_id_fkey)"
            },
            {
                "sequences",
                "create table numbered (id int generated always as identity); insert into numbered overriding system value values (7)",
                "numbered_id_seq is 7 behind its column"
            },
            { "rows", "update contacts set updated_at = now() + interval '1 day'", "after the database's own clock" },
            { "canary", "delete from canaries", "there is none" },
            { "canary", "update canaries set text_cipher = set_byte(text_cipher, 35, get_byte(text_cipher, 35) # 1)", "does not decrypt" },
            { "encryption", "update contacts set private_notes_cipher = addresses_cipher", "1 of 1 sampled values" },
            {
                "encryption",
                "update interactions set private_body_cipher = '\\x01020304050607'",
                "1 values of interactions.private_body_cipher are encrypted with key 02030405"
            },
            { "jobs", "delete from jobs where status = 'queued'", "lost: 1 confirmed imports" },
            { "jobs", "update exports set status = 'queued'", "lost: 1 exports" },
            { "jobs", "update jobs set kind = 'greeting' where status = 'queued'", "lost: 1 queued jobs are of a kind" },
            {
                "jobs",
                "update jobs set status = 'queued' where status = 'done' and kind = 'import'",
                "due twice: 1 queued jobs are for imports"
            },
            {
                "jobs",
                "update jobs set status = 'queued' where status = 'done' and kind = 'export'",
                "due twice: 1 queued jobs are for exports"
            },
            {
                "jobs",
                """
                    alter table jobs drop constraint jobs_kind_subject_id_key;
                    insert into jobs (id, kind, owner_id, subject_id) select gen_random_uuid(), kind, owner_id, subject_id from jobs where status = 'queued'
                    """,
                "due twice: 1 subjects have more than one job"
            },
            {
                "reminders",
                "update reminders r set next_at = d.due_at from reminder_deliveries d where d.reminder_id = r.id and r.rrule is not null",
                "due twice: 1 reminders"
            },
            {
                "reminders",
                "delete from reminder_deliveries d using reminders r where r.id = d.reminder_id and r.rrule is null",
                "lost: 1 active reminders"
            },
            { "reminders", "update reminders set occurrence_at = null where rrule is not null", "no occurrence that it stands for" },
        };

    [Theory]
    [MemberData(nameof(Damage))]
    public async Task Each_damage_fails_its_check(string check, string statement, string said)
    {
        var report = await Verify(damage: statement);

        Assert.Equal(CheckStatus.Failed, report.Status);
        Assert.Contains(check, Failed(report));
        Assert.Contains(said, report.Checks.Single(found => found.Name == check).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_migration_does_not_stop_an_older_build()
    {
        var report = await Verify(
            damage: "insert into schema_migrations values ('29991231_future', 'x'); alter table contacts add column future text"
        );

        Assert.Equal([], Failed(report));
    }

    [Fact]
    public async Task A_newer_migration_may_allow_more_values_in_a_column()
    {
        var report = await Verify(
            damage: """
            insert into schema_migrations values ('29991231_future', 'x');
            alter table sessions drop constraint sessions_revoked_reason_check;
            alter table sessions add constraint sessions_revoked_reason_check check (length(revoked_reason) < 50)
            """
        );

        Assert.Equal([], Failed(report));
    }

    [Fact]
    public async Task A_missing_key_is_named_with_the_unreadable_columns_and_the_rest_is_read()
    {
        var report = await Verify(keys: [UsedDatabase.NewKey]);

        Assert.Equal(["encryption"], Failed(report));
        var phones = report.Values.Where(values => values.Column == "contacts.phones_cipher").ToList();
        Assert.Equal([(false, 1L), (true, 1L)], phones.OrderBy(values => values.IsKnown).Select(values => (values.IsKnown, values.Count)));
    }

    [Fact]
    public async Task A_canary_of_a_missing_key_fails()
    {
        var report = await Verify(keys: [TestEnvironment.EncryptionKey]);

        Assert.Contains("canary", Failed(report));
    }

    [Fact]
    public async Task A_copy_older_than_the_requested_time_fails()
    {
        var recent = await Verify(writtenSince: DateTimeOffset.UtcNow.AddMinutes(-10));
        var old = await Verify(writtenSince: DateTimeOffset.UtcNow.AddMinutes(1));

        Assert.Equal([], Failed(recent));
        Assert.Equal(["canary"], Failed(old));
    }

    [Fact]
    public void The_job_kinds_are_those_of_the_worker()
    {
        var kinds = typeof(PmCrm.App.Jobs.IJobHandler)
            .Assembly.GetTypes()
            .Where(type => type.IsClass && typeof(PmCrm.App.Jobs.IJobHandler).IsAssignableFrom(type))
            .Select(type => (string)type.GetField("JobKind")!.GetRawConstantValue()!);

        Assert.Equal(kinds.Order(), WorkChecks.Kinds.Order());
    }

    private static IEnumerable<string> Failed(VerificationReport report) =>
        report.Checks.Where(check => check.Status == CheckStatus.Failed).Select(check => check.Name).Order();

    private async Task<VerificationReport> Verify(string? damage = null, string[]? keys = null, DateTimeOffset? writtenSince = null)
    {
        var url = await used.Copy();
        try
        {
            if (damage is not null)
                await Execute(url, damage);
            return await UsedDatabase.Verify(url, keys, writtenSince);
        }
        finally
        {
            await servers.DropDatabase(url);
        }
    }

    private static async Task Execute(string url, string statements)
    {
        await using var connection = new NpgsqlConnection(PostgresUrl.Parse(url).ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statements, connection);
        await command.ExecuteNonQueryAsync();
    }
}
