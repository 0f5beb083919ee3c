using PmCrm.Components.Mail;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Mail;

public sealed class SendGridDomainTests
{
    private const string Record = "cloudflare:index/dnsRecord:DnsRecord";

    [Fact]
    public async Task Domain_is_authenticated_in_the_EU_by_aliases() =>
        (await RecordAsync())
            .Plan.Only("sendgrid:index/senderAuthentication:SenderAuthentication")
            .ShouldCarry("domain", "mail.example.org")
            .ShouldCarry("subdomain", "em")
            .ShouldCarry("region", "eu")
            .ShouldCarry("automaticSecurity", true)
            .ShouldCarry("default", true);

    [Theory]
    [InlineData("mail-bounces", "em")]
    [InlineData("mail-dkim-1", "s1._domainkey")]
    [InlineData("mail-dkim-2", "s2._domainkey")]
    public async Task Alias_is_found_by_its_host_as_the_list_has_no_order(string name, string host) =>
        (await RecordAsync())
            .Plan.Only(Record, name)
            .ShouldCarry("type", "CNAME")
            .ShouldCarry("name", $"{host}.mail.example.org")
            .ShouldCarry("content", $"{host}.u1.wl.sendgrid.net")
            .ShouldCarry("proxied", false);

    [Fact]
    public async Task DMARC_tells_receivers_to_reject_mail_that_others_send_in_its_name() =>
        (await RecordAsync())
            .Plan.Only(Record, "mail-dmarc")
            .ShouldCarry("type", "TXT")
            .ShouldCarry("name", "_dmarc.mail.example.org")
            .ShouldCarry("content", "\"v=DMARC1; p=reject\"")
            .ShouldCarry("proxied", false);

    [Fact]
    public async Task Key_sends_mail_and_asks_for_none_of_the_scopes_that_the_API_refuses() =>
        Assert.Equal(["mail.send"], (await RecordAsync()).Plan.Only("sendgrid:index/apiKey:ApiKey").ListAt("scopes"));

    [Fact]
    public async Task Key_is_secret_and_named()
    {
        var mail = await RecordAsync();
        mail.Plan.Only("sendgrid:index/apiKey:ApiKey").ShouldCarry("name", Arrange.PhysicalName);
        Assert.True(await mail.IsSecretAsync(m => m.SendingKey));
    }

    [Fact]
    public async Task Mail_is_handed_to_the_servers_in_the_EU() =>
        Assert.Equal("smtp.eu.sendgrid.net", (await RecordAsync()).Component.SmtpHost);

    private static Task<Recorded<SendGridDomain>> RecordAsync() =>
        Recording.OfAsync(options => new SendGridDomain(
            "mail",
            new SendGridDomainArgs
            {
                PhysicalName = Arrange.PhysicalName,
                Domain = "mail.example.org",
                ZoneId = "zone-1",
                Dns = new Pulumi.Cloudflare.Provider("cloudflare"),
            },
            options
        ));
}
