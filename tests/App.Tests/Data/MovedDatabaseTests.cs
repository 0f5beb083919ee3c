using System.Text.RegularExpressions;
using Npgsql;
using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;
using PmCrm.App.Tests.Verification;
using PmCrm.App.Verification;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Data;

/// <summary>The dump of docs/mvp.md, "Graduating to GKE": a database moves to another server and serves there.</summary>
public sealed partial class MovedDatabaseTests(UsedDatabase used, Servers servers) : IClassFixture<UsedDatabase>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("moved-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Dump_of_the_page_loads_into_an_empty_database_that_passes_every_check()
    {
        var from = await used.Copy();
        await Scalar(
            from,
            """
            insert into interaction_contacts (owner_id, interaction_id, contact_id)
            select i.owner_id, i.id, c.id from interactions i join contacts c on c.owner_id = i.owner_id and c.id <> i.contact_id limit 1
            """
        );
        var to = await servers.CreateDatabase(migrated: false);

        await Dump(from);
        await Load(to);

        var (before, after) = (await UsedDatabase.Verify(from), await UsedDatabase.Verify(to));
        Assert.Equal([], after.Checks.Where(check => check.Status != CheckStatus.Ok).Select(check => check.Name));
        Assert.Equal(before.Rows, after.Rows);
        Assert.Equal(1L, await Scalar(to, "select count(*) from interaction_contacts"));
        await servers.DropDatabase(to);
        await servers.DropDatabase(from);
    }

    /// <summary>As the page says it, but for the URL and for an audit log that a server here need not have.</summary>
    private async Task Dump(string url)
    {
        var page = await File.ReadAllTextAsync(
            Path.Combine(RepositoryRoot.Folder, "docs", "mvp.md"),
            TestContext.Current.CancellationToken
        );
        var script = DumpCommand().Match(page).Value;
        Assert.Contains("pg_dump", script, StringComparison.Ordinal);
        script = Url()
            .Replace(script, $"'{url}'")
            .Replace("create extension if not exists pgaudit;", "select 1;", StringComparison.Ordinal);

        var (exitCode, printed) = await Bash(script);

        Assert.SkipWhen(printed.Contains("server version mismatch", StringComparison.Ordinal), "pg_dump is older than the server");
        Assert.True(exitCode == 0, printed);
        Assert.Equal("1", printed.Trim());
    }

    private async Task Load(string url)
    {
        var (exitCode, printed) = await Bash($"gunzip -c pmcrm.sql.gz | psql --quiet --set ON_ERROR_STOP=1 --output /dev/null '{url}'");
        Assert.True(exitCode == 0, printed);
    }

    /// <summary>Runs a script with the server's own pg_dump and psql: those on PATH may be older, and refuse it.</summary>
    private async Task<(int ExitCode, string Printed)> Bash(string script)
    {
        foreach (var name in (string[])["pg_dump", "psql"])
            if (PostgresPrograms.Find()?.Command(name) is var (program, arguments))
            {
                var file = Path.Combine(folder, name);
                await File.WriteAllTextAsync(file, $"#!/bin/sh\nexec {program} {string.Join(' ', arguments)} \"$@\"\n");
                await ChildProcess.MustRun("chmod", "+x", file);
            }
        return await ChildProcess.Run("bash", ["-c", $"set -euo pipefail; cd '{folder}'; PATH='{folder}':$PATH\n{script}"]);
    }

    private static async Task<object?> Scalar(string url, string sql)
    {
        await using var connection = new NpgsqlConnection(PostgresUrl.Parse(url).ConnectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    // Up to the line that says whether the dump is whole.
    [GeneratedRegex(@"^ *\{\n *pg_dump .*?^ *zgrep[^\n]*$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex DumpCommand();

    [GeneratedRegex(@"""\$\(pulumi [^)]*\)""")]
    private static partial Regex Url();
}
