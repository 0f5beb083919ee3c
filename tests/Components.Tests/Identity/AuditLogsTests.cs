using System.Collections.Immutable;
using PmCrm.Components.Identity;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Identity;

public sealed class AuditLogsTests
{
    [Theory]
    [InlineData("secretmanager.googleapis.com")]
    [InlineData("cloudkms.googleapis.com")]
    [InlineData("cloudsql.googleapis.com")]
    [InlineData("iam.googleapis.com")]
    [InlineData("sts.googleapis.com")]
    public async Task Data_access_is_logged_without_exemption(string service)
    {
        var audit = await Recording.OfAsync(options => new AuditLogs("audit", new AuditLogsArgs { Project = Arrange.Project }, options));
        var config = Assert.Single(audit.Plan.All("gcp:projects/iAMAuditConfig:IAMAuditConfig"), config =>
            Equals(config.At("service"), service)
        );
        var logs = config
            .ShouldCarry("project", Arrange.Project)
            .ListAt("auditLogConfigs")
            .Cast<ImmutableDictionary<string, object>>()
            .ToList();
        Assert.Equal(["ADMIN_READ", "DATA_READ", "DATA_WRITE"], logs.Select(log => log["logType"]));
        Assert.All(logs, log => Assert.False(log.ContainsKey("exemptedMembers")));
    }
}
