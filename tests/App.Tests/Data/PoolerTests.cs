using PmCrm.App.Tests.Fixtures;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Data;

/// <summary>
/// The managed databases of the small topology are reached through a pooler in transaction mode. Debian's PgBouncer is stricter than
/// theirs: it carries no prepared statement from one connection to the next.
/// </summary>
public sealed class PoolerTests
{
    /// <summary>Reads, writes, conflicts, locks, retries, streams, and the worker's queue.</summary>
    private static readonly string[] Suite =
    [
        "Contacts.ContactListTests",
        "Contacts.ContactWriteTests",
        "Contacts.ContactConcurrencyTests",
        "Interactions.InteractionTests",
        "Merge.MergeEndpointTests",
        "Http.RetryTests",
        "Account.ExportTests",
        "Jobs.JobQueueTests",
        "Jobs.KeyRotationTests",
    ];

    [Fact]
    public async Task Reads_writes_locks_and_jobs_work_through_a_transaction_pooler()
    {
        Assert.SkipWhen(LocalPgBouncer.Missing() is not null, LocalPgBouncer.Missing() ?? "");
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Servers.PoolerVariable) == "yes", "This run is behind the pooler already");

        var (code, printed) = await ChildProcess.Run(
            Environment.ProcessPath!,
            Suite.SelectMany(name => new[] { "-class", $"PmCrm.App.Tests.{name}" }),
            new Dictionary<string, string?> { [Servers.PoolerVariable] = "yes" },
            TimeSpan.FromMinutes(10)
        );

        Assert.True(code == 0, printed);
        Assert.All(Suite, name => Assert.NotNull(typeof(PoolerTests).Assembly.GetType($"PmCrm.App.Tests.{name}")));
        Assert.Matches(@"Total: [1-9]\d+, Errors: 0, Failed: 0, Skipped: 0,", printed);
    }
}
