using System.Text.RegularExpressions;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Data;

/// <summary>The statements of docs/restore.md that put rows of a clone back into the primary.</summary>
public sealed partial class RestoredRowsTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Deleted_and_changed_contacts_are_restored_unchanged()
    {
        await World.Create(app);
        var page = await File.ReadAllTextAsync(
            Path.Combine(RepositoryRoot.Folder, "docs", "restore.md"),
            TestContext.Current.CancellationToken
        );
        var statements = SqlBlock().Matches(page).Select(match => match.Groups["sql"].Value).ToList();
        Assert.Equal(2, statements.Count);
        var before = await Contacts();
        Assert.NotEmpty(before);
        await Run(CreateTable().Match(page).Groups["sql"].Value);
        // The state after exporting all columns and importing them.
        await Run("insert into restored_contacts select * from contacts");

        await Run("delete from contacts");
        await Run(statements[0]);
        Assert.Equal(before, await Contacts());

        await Run("update contacts set notes = 'overwritten'");
        await Run(statements[1]);
        Assert.Equal(before.Select(contact => contact with { Version = contact.Version + 1 }), await Contacts());
    }

    private Task<List<Contact>> Contacts() =>
        app.Database.Query(
            $"select id, sort_name, notes, version from contacts order by id",
            row => new Contact(row.GetGuid(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetInt64(3)),
            TestContext.Current.CancellationToken
        );

    private async Task Run(string sql)
    {
        await using var command = app.Database.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private sealed record Contact(Guid Id, string SortName, string? Notes, long Version);

    [GeneratedRegex("```sql\n(?<sql>.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlBlock();

    [GeneratedRegex("`(?<sql>create table restored_contacts [^`]+)`")]
    private static partial Regex CreateTable();
}
