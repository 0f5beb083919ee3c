using PmCrm.Preview.Plan;

namespace PmCrm.Stacks.Tests.Plan;

public sealed class SecretAccessTests
{
    public static TheoryData<string, string> Pods =>
        new()
        {
            { "staging", "backend" },
            { "staging", "worker" },
            { "production", "backend" },
            { "production", "worker" },
        };

    [Theory]
    [MemberData(nameof(Pods))]
    public async Task Account_may_read_only_the_secrets_of_its_pod(string name, string workload)
    {
        var stack = await PlannedStack.OfAsync(name);
        var told = ((PlanList)stack.Only("Deployment", workload).Inputs.At("spec.template.spec.containers[0].env")!)
            .Items.Select(variable => (variable.At("valueFrom.secretKeyRef.key") as PlanText)?.Text)
            .OfType<string>();
        var prefix = $"{workload}-identity-reads-";
        var granted = stack
            .All("SecretIamMember")
            .Where(grant => grant.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(grant => grant.Name[prefix.Length..]);
        Assert.Equal(told.Order(StringComparer.Ordinal), granted.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task No_account_may_read_secrets_that_only_migrations_get(string name) =>
        Assert.DoesNotContain((await PlannedStack.OfAsync(name)).All("SecretIamMember"), grant =>
            grant.Name.EndsWith("direct-url", StringComparison.Ordinal)
        );
}
