using PmCrm.Components.Edge;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Edge;

public sealed class CloudflareDnsTests
{
    private const string Record = "cloudflare:index/dnsRecord:DnsRecord";

    [Fact]
    public async Task Api_record_points_to_the_ingress() =>
        (await RecordAsync())
            .Plan.Only(Record, "dns-api")
            .ShouldCarry("type", "A")
            .ShouldCarry("name", "api.example.test")
            .ShouldCarry("content", "192.0.2.10")
            .ShouldCarry("zoneId", "zone-1");

    [Fact]
    public async Task App_is_an_alias_of_Vercel() =>
        (await RecordAsync())
            .Plan.Only(Record, "dns-app")
            .ShouldCarry("type", "CNAME")
            .ShouldCarry("name", "app.example.test")
            .ShouldCarry("content", "cname.vercel-dns.com");

    [Fact]
    public async Task Apex_record_points_to_Vercel() =>
        (await RecordAsync())
            .Plan.Only(Record, "dns-apex")
            .ShouldCarry("type", "A")
            .ShouldCarry("name", "example.test")
            .ShouldCarry("content", "76.76.21.21");

    [Fact]
    public async Task No_record_is_proxied_by_Cloudflare()
    {
        var addresses = (await RecordAsync()).Plan.All(Record).Where(record => record.At("content") is not null).ToList();
        Assert.NotEmpty(addresses);
        Assert.All(addresses, record => record.ShouldCarry("proxied", false));
    }

    [Fact]
    public async Task Time_to_live_is_five_minutes() =>
        Assert.All((await RecordAsync()).Plan.All(Record), record => record.ShouldCarry("ttl", 300));

    [Fact]
    public async Task Only_the_issuer_in_use_may_issue_certificates()
    {
        var plan = (await RecordAsync()).Plan;
        Assert.Equal(
            ["dns-caa-letsencrypt.org"],
            plan.All(Record).Where(record => record.At("type") is "CAA").Select(record => record.Name)
        );
        plan.Only(Record, "dns-caa-letsencrypt.org")
            .ShouldCarry("name", "example.test")
            .ShouldCarry("data.tag", "issue")
            .ShouldCarry("data.value", "letsencrypt.org")
            .ShouldCarry("data.flags", 0);
    }

    [Fact]
    public async Task Issuers_report_refusals_where_there_is_a_contact() =>
        (await RecordAsync(contact: "security@example.test"))
            .Plan.Only(Record, "dns-caa-contact")
            .ShouldCarry("data.tag", "iodef")
            .ShouldCarry("data.value", "mailto:security@example.test");

    [Fact]
    public async Task No_issuer_is_refused()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(issuers: []));
        Assert.Contains("No certificate issuer is named for example.test", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Api.example.test")]
    [InlineData("api")]
    [InlineData("api.example.test.")]
    [InlineData("https://api.example.test")]
    [InlineData("-api.example.test")]
    public async Task What_is_not_a_host_name_is_refused(string apiHost)
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(apiHost: apiHost));
        Assert.Contains($"'{apiHost}' is not a host name", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_url_of_the_api_waits_for_its_record()
    {
        var dns = await RecordAsync();
        Assert.Equal("https://api.example.test", await dns.ValueAsync(d => d.ApiUrl));
        Assert.Equal(["dns-api"], await dns.WaitsForAsync(d => d.ApiUrl));
    }

    private static Task<Recorded<CloudflareDns>> RecordAsync(
        string apiHost = "api.example.test",
        string? contact = null,
        IReadOnlyList<string>? issuers = null
    ) =>
        Recording.OfAsync(options =>
        {
            var args = new CloudflareDnsArgs
            {
                ZoneId = "zone-1",
                Domain = "example.test",
                ApiHost = apiHost,
                ApiAddress = "192.0.2.10",
                AppHost = "app.example.test",
                SecurityContact = contact,
                CertificateIssuers = issuers ?? ["letsencrypt.org"],
            };
            return new CloudflareDns("dns", args, options);
        });
}
