using PmCrm.Components.Common;
using PmCrm.Components.Operations;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Operations;

public sealed class LogBucketTests
{
    [Fact]
    public async Task Logs_are_kept_in_the_EU_for_thirty_days() =>
        (await RecordAsync())
            .Plan.Only("gcp:logging/projectBucketConfig:ProjectBucketConfig")
            .ShouldCarry("project", Arrange.Project)
            .ShouldCarry("location", "europe-west1")
            .ShouldCarry("bucketId", "pmcrm-test")
            .ShouldCarry("retentionDays", 30);

    [Fact]
    public async Task Nothing_is_written_to_Googles_global_bucket_any_more()
    {
        var sink = (await RecordAsync())
            .Plan.Only("gcp:logging/projectSink:ProjectSink")
            .ShouldCarry("name", "_Default")
            .ShouldCarry("destination", "logging.googleapis.com/logs-id");
        Assert.StartsWith("NOT LOG_ID(\"cloudaudit.googleapis.com/activity\")", (string)sink.At("filter")!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Protection.On, true)]
    [InlineData(Protection.Off, false)]
    public async Task The_bucket_is_protected_unless_turned_off_explicitly(Protection protection, bool expected) =>
        Assert.Equal(
            expected,
            (await RecordAsync(protection: protection)).Plan.Only("gcp:logging/projectBucketConfig:ProjectBucketConfig").Options!.Protect
        );

    [Fact]
    public async Task The_bucket_is_an_output() => Assert.Equal("logs-id", await (await RecordAsync()).ValueAsync(l => l.BucketName));

    [Theory]
    [InlineData(0)]
    [InlineData(3651)]
    public async Task A_retention_that_Google_refuses_is_refused(int days)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(days));
        Assert.Contains($"The log retention is {days} days; accepted: 1 to 3650", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<Recorded<LogBucket>> RecordAsync(int days = 30, Protection protection = Protection.On) =>
        Recording.OfAsync(options => new LogBucket(
            "logs",
            new LogBucketArgs
            {
                Project = Arrange.Project,
                PhysicalName = Arrange.PhysicalName,
                Region = EuRegion.Belgium,
                RetentionDays = days,
                Protection = protection,
            },
            options
        ));
}
