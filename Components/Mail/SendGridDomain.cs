using System.Collections.Immutable;
using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Cloudflare;
using Pulumi.Sendgrid;
using Pulumi.Sendgrid.Outputs;

namespace PmCrm.Components.Mail;

/// <summary>A domain at SendGrid in the EU with its records at Cloudflare, and a key that may only send mail.</summary>
/// <remarks>
/// The domain is not validated here: press Verify at SendGrid, or wait. With automatic security there are three CNAME records, two of them
/// for DKIM keys; the list has no fixed order, so a record is found by its host (terraform-provider-sendgrid 3.1.0,
/// internal/provider/sender_authentication_resource.go). A SendGrid key is not limited to a domain. Keys of the EU work only with the EU's
/// hosts, <c>api.eu.sendgrid.com</c> and <c>smtp.eu.sendgrid.net</c>, and need a subuser in the EU, which a Pro plan has
/// (https://www.twilio.com/docs/sendgrid/api-reference/subusers-api/create-subuser): give the provider <see cref="Region"/>, as its own
/// default is the global host (internal/provider/provider.go).
/// </remarks>
/// <example><c>examples/SendGridDomainExample.cs</c></example>
public sealed class SendGridDomain : ComponentResource, IMailDomain
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:mail:SendGridDomain";

    /// <summary>SendGrid's region in the European Union; needs a paid plan. A change replaces the domain.</summary>
    public const string Region = "eu";

    private const string ReturnPath = "em";
    private const double TimeToLiveSeconds = 300;

    private readonly SendGridDomainArgs args;
    private readonly SenderAuthentication authentication;

    /// <summary>Creates the domain, its records and the key.</summary>
    public SendGridDomain(string name, SendGridDomainArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        Edge.HostName.Checked(args.Domain);
        this.authentication = new SenderAuthentication(
            name,
            new SenderAuthenticationArgs
            {
                Domain = args.Domain,
                Subdomain = ReturnPath,
                Region = Region,
                AutomaticSecurity = true,
                Default = true,
            },
            this.Child().WithFixedName()
        );
        foreach (var (record, host) in new[] { ("bounces", ReturnPath), ("dkim-1", "s1._domainkey"), ("dkim-2", "s2._domainkey") })
            CreateAlias($"{name}-{record}", $"{host}.{args.Domain}");
        var dmarc = this.Child().WithFixedName();
        dmarc.Provider = args.Dns;
        DmarcPolicy.Create($"{name}-dmarc", args.Domain, args.ZoneId, dmarc);
        var key = new ApiKey(name, new ApiKeyArgs { Name = args.PhysicalName, Scopes = "mail.send" }, this.Child().WithFixedName());
        SendingKey = Output.CreateSecret(key.ApiKeyValue);
        RegisterOutputs();
    }

    /// <inheritdoc/>
    [Output("sendingKey")]
    public Output<string> SendingKey { get; private set; }

    /// <inheritdoc/>
    public string SmtpHost => "smtp.eu.sendgrid.net";

    private void CreateAlias(string name, string host)
    {
        var options = this.Child().WithFixedName();
        options.Provider = this.args.Dns;
        _ = new DnsRecord(
            name,
            new DnsRecordArgs
            {
                ZoneId = this.args.ZoneId,
                Type = "CNAME",
                Name = host,
                Content = this.authentication.Dns.Apply(records => TargetOf(records, host)),
                Proxied = false,
                Ttl = TimeToLiveSeconds,
                Comment = "Mail by SendGrid.",
            },
            options
        );
    }

    private static string TargetOf(ImmutableArray<SenderAuthenticationDn> records, string host)
    {
        if (records.IsDefaultOrEmpty)
        {
            MissingValue.Warn($"The record {host}");
            return "";
        }
        return records.FirstOrDefault(record => record.Host == host)?.Data
            ?? throw new InvalidOperationException(
                $"SendGrid does not require the record {host}. It requires: {string.Join(", ", records.Select(record => record.Host))}."
            );
    }
}
