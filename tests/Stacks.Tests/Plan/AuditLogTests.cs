using PmCrm.Preview.Plan;

namespace PmCrm.Stacks.Tests.Plan;

/// <summary>The database's audit log: the instance allows it, and a migration switches it on.</summary>
public sealed class AuditLogTests
{
    [Theory]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task Audit_log_that_the_instance_allows_is_switched_on_by_a_migration(string name)
    {
        var instance = (await PlannedStack.OfAsync(name)).Only("DatabaseInstance", "database").Inputs;
        var flags = Assert
            .IsType<PlanList>(instance.At("settings.databaseFlags"))
            .Items.ToDictionary(flag => ((PlanText)flag.At("name")!).Text, flag => ((PlanText)flag.At("value")!).Text);
        Assert.Equal("on", flags["cloudsql.enable_pgaudit"]);
        Assert.Contains("write", flags["pgaudit.log"], StringComparison.Ordinal);

        var migrations = Directory
            .EnumerateFiles(Path.Combine(RepositoryRoot.Folder, "app", "Data", "Migrations"), "*.up.sql")
            .Select(File.ReadAllText)
            .Where(text => text.Contains("create extension if not exists pgaudit", StringComparison.Ordinal))
            .ToList();
        // Tolerates a missing extension, like the other migrations: a developer's database does not have it.
        Assert.Contains("exception", Assert.Single(migrations), StringComparison.Ordinal);
    }
}
