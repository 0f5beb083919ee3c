using PmCrm.App.Configuration;
using PmCrm.App.Data;
using PmCrm.App.Tests.Fixtures;
using PmCrm.App.Verification;

namespace PmCrm.App.Tests.Verification;

public sealed class SchemaObjectsTests(Servers servers)
{
    private static string File => Path.Combine(Repository.Root, "app/Data/schema.txt");

    [Fact]
    [Trait("Golden", "written")]
    public async Task The_list_of_objects_matches_the_migrated_schema()
    {
        var actual = await Read(SchemaObjects.Read);
        if (Environment.GetEnvironmentVariable("WRITE_GOLDENS") == "1")
            await System.IO.File.WriteAllLinesAsync(File, actual);

        Assert.True(
            actual.SequenceEqual(await System.IO.File.ReadAllLinesAsync(File)),
            "app/Data/schema.txt is stale: `make goldens` writes it; read its diff before you commit it."
        );
    }

    [Fact]
    public async Task Every_encrypted_column_of_the_schema_is_checked()
    {
        var columns = await Read(
            (session, cancellationToken) =>
                session.Query(
                    $"""
                    select table_name || '.' || column_name from information_schema.columns
                    where table_schema = 'public' and column_name like '%\_cipher' and table_name <> 'canaries' order by 1
                    """,
                    row => row.GetString(0),
                    cancellationToken
                )
        );

        Assert.Equal(columns, EncryptedColumn.All.Select(column => $"{column}").Order(StringComparer.Ordinal));
    }

    private async Task<List<string>> Read(Func<DatabaseSession, CancellationToken, Task<List<string>>> read)
    {
        Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
        var url = await servers.CreateDatabase();
        try
        {
            await using var source = DataSource.Create(PostgresUrl.Parse(url));
            return await read(new Database(source), default);
        }
        finally
        {
            await servers.DropDatabase(url);
        }
    }
}
