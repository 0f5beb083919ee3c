using PmCrm.Components.Mail;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Mail;

public sealed class ResendDomainTests
{
    private const string Record = "cloudflare:index/dnsRecord:DnsRecord";

    [Fact]
    public async Task Domain_is_named_in_Ireland_and_delivers_by_TLS_only() =>
        (await RecordAsync())
            .Plan.Only("resend:index/domain:Domain")
            .ShouldCarry("name", "mail.example.org")
            .ShouldCarry("region", "eu-west-1")
            .ShouldCarry("tls", "enforced")
            .ShouldCarry("customReturnPath", "send")
            .ShouldCarry("openTracking", false)
            .ShouldCarry("clickTracking", false);

    [Fact]
    public async Task Records_have_full_names_and_are_found_by_their_purpose()
    {
        var plan = (await RecordAsync()).Plan;
        plan.Only(Record, "mail-bounces")
            .ShouldCarry("type", "MX")
            .ShouldCarry("name", "send.mail.example.org")
            .ShouldCarry("content", "feedback-smtp.eu-west-1.amazonses.com")
            .ShouldCarry("priority", 10);
        plan.Only(Record, "mail-spf")
            .ShouldCarry("type", "TXT")
            .ShouldCarry("name", "send.mail.example.org")
            .ShouldCarry("content", "v=spf1 ~all")
            .ShouldLack("priority");
        plan.Only(Record, "mail-dkim")
            .ShouldCarry("type", "TXT")
            .ShouldCarry("name", "resend._domainkey.mail.example.org")
            .ShouldCarry("content", "p=1");
        Assert.All(plan.All(Record), record => record.ShouldCarry("proxied", false));
    }

    [Fact]
    public async Task DMARC_tells_receivers_to_reject_mail_that_others_send_in_its_name() =>
        (await RecordAsync())
            .Plan.Only(Record, "mail-dmarc")
            .ShouldCarry("type", "TXT")
            .ShouldCarry("name", "_dmarc.mail.example.org")
            .ShouldCarry("content", "\"v=DMARC1; p=reject\"")
            .ShouldCarry("proxied", false);

    [Fact]
    public async Task Verification_is_requested_after_the_records_exist() =>
        Assert.Equal(
            ["mail-bounces", "mail-dkim", "mail-spf"],
            (await RecordAsync()).Plan.Only("resend:index/domainVerification:DomainVerification").DependsOn.Order(StringComparer.Ordinal)
        );

    [Fact]
    public async Task Key_may_send_from_this_domain_and_nothing_else() =>
        (await RecordAsync())
            .Plan.Only("resend:index/apiKey:ApiKey")
            .ShouldCarry("name", Arrange.PhysicalName)
            .ShouldCarry("permission", "sending_access")
            .ShouldCarry("domainId", "mail-id");

    [Fact]
    public async Task Key_is_secret() => Assert.True(await (await RecordAsync()).IsSecretAsync(mail => mail.SendingKey));

    [Fact]
    public async Task Preview_does_not_need_to_know_the_records() =>
        Assert.Equal(4, (await RecordAsync(isPreview: true)).Plan.All(Record).Count);

    [Fact]
    public async Task Records_of_another_kind_are_listed()
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(domain: SimulatedState.DomainWithAliases));
        Assert.Contains(
            "Resend requires 0 DKIM records of type TXT for aliases.example.org; expected 1. It requires: SPF MX send; SPF TXT send; "
                + "DKIM CNAME abc._domainkey.",
            exception.Message,
            StringComparison.Ordinal
        );
    }

    private static Task<Recorded<ResendDomain>> RecordAsync(bool isPreview = false, string domain = "mail.example.org") =>
        Recording.OfAsync(
            options => new ResendDomain(
                "mail",
                new ResendDomainArgs
                {
                    PhysicalName = Arrange.PhysicalName,
                    Domain = domain,
                    ZoneId = "zone-1",
                    Dns = new Pulumi.Cloudflare.Provider("cloudflare"),
                },
                options
            ),
            isPreview
        );
}
