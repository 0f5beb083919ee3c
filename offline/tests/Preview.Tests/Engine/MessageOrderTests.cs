using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Tests.Engine;

public sealed class MessageOrderTests
{
    private const string Bucket = "urn:pulumi:staging::shop::acme:index:Bucket::bucket";

    [Fact]
    public void Warnings_are_printed_in_the_same_order_whatever_order_they_arrive_in()
    {
        Diagnostic[] messages =
        [
            new(Severity.Info, "second"),
            new(Severity.Info, "first"),
            new(Severity.Warning, "a placeholder"),
            new(Severity.Warning, "b placeholder"),
            new(Severity.Warning, "a bucket", Bucket),
            new(Severity.Error, "the cause"),
            new(Severity.Error, "a consequence"),
        ];
        Diagnostic[] shuffled = [messages[5], messages[4], messages[0], messages[3], messages[6], messages[1], messages[2]];

        Assert.Equal(messages, PlanBuilder.InOrder(messages));
        Assert.Equal(messages, PlanBuilder.InOrder(shuffled));
    }
}
