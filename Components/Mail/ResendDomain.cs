using System.Collections.Immutable;
using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Cloudflare;
using Pulumi.Resend;
using Pulumi.Resend.Outputs;

namespace PmCrm.Components.Mail;

/// <summary>A domain at Resend in Ireland with its records at Cloudflare, and a key that may only send from it.</summary>
/// <remarks>
/// The verification is requested once and not awaited; Resend keeps checking for up to three days. Resend returns the key only at its
/// creation, and every change replaces the key (terraform-provider-resend 1.0.1, internal/provider). If the creation fails half-way, the
/// domain exists at Resend but not in the state.
/// </remarks>
/// <example><c>examples/ResendDomainExample.cs</c></example>
public sealed class ResendDomain : ComponentResource, IMailDomain
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:mail:ResendDomain";

    /// <summary>Resend's region in the European Union; the default would be the United States.</summary>
    public const string Region = "eu-west-1";

    // Bounces are sent to this name, and it has the SPF record: https://resend.com/docs/dashboard/domains/custom-return-path. The DKIM
    // record is a TXT at resend._domainkey in Resend's own template of its records: Domain-Connect/Templates, resend.com.mail.json.
    private const string ReturnPath = "send";
    private const string SpfRecord = "SPF";
    private const string DkimRecord = "DKIM";
    private const double MailPriority = 10;
    private const double TimeToLiveSeconds = 300;

    private readonly ResendDomainArgs args;
    private readonly Domain domain;

    /// <summary>Creates the domain, its records, the verification and the key.</summary>
    public ResendDomain(string name, ResendDomainArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        Edge.HostName.Checked(args.Domain);
        this.domain = new Domain(
            name,
            new DomainArgs
            {
                Name = args.Domain,
                Region = Region,
                CustomReturnPath = ReturnPath,
                Tls = "enforced",
                OpenTracking = false,
                ClickTracking = false,
            },
            this.Child().WithFixedName()
        );
        // The names are fixed here and only the values come from Resend's list, which is unknown until the domain exists and whenever it
        // changes.
        var records = new[]
        {
            CreateRecord($"{name}-bounces", "MX", $"{ReturnPath}.{args.Domain}", SpfRecord, MailPriority),
            CreateRecord($"{name}-spf", "TXT", $"{ReturnPath}.{args.Domain}", SpfRecord),
            CreateRecord($"{name}-dkim", "TXT", $"resend._domainkey.{args.Domain}", DkimRecord),
        };
        var dmarc = this.Child().WithFixedName();
        dmarc.Provider = args.Dns;
        DmarcPolicy.Create($"{name}-dmarc", args.Domain, args.ZoneId, dmarc);
        _ = new DomainVerification(name, new DomainVerificationArgs { DomainId = this.domain.Id }, this.Child(records));
        var key = new ApiKey(
            name,
            new ApiKeyArgs
            {
                Name = args.PhysicalName,
                Permission = "sending_access",
                DomainId = this.domain.Id,
            },
            this.Child().WithFixedName()
        );
        SendingKey = Output.CreateSecret(key.Token);
        RegisterOutputs();
    }

    /// <inheritdoc/>
    [Output("sendingKey")]
    public Output<string> SendingKey { get; private set; }

    /// <inheritdoc/>
    public string SmtpHost => "smtp.resend.com";

    private DnsRecord CreateRecord(string name, string type, string host, string purpose, double? priority = null)
    {
        var record = new DnsRecordArgs
        {
            ZoneId = this.args.ZoneId,
            Type = type,
            Name = host,
            Content = this.domain.Records.Apply(records => ValueOf(records, purpose, type)),
            Proxied = false,
            Ttl = TimeToLiveSeconds,
            Comment = "Mail by Resend.",
        };
        if (priority is { } number)
            record.Priority = number;
        var options = this.Child().WithFixedName();
        options.Provider = this.args.Dns;
        return new DnsRecord(name, record, options);
    }

    private string ValueOf(ImmutableArray<DomainRecord> records, string purpose, string type)
    {
        if (records.IsDefaultOrEmpty)
        {
            MissingValue.Warn($"The {purpose} record of {this.args.Domain}");
            return "";
        }
        var found = records.Where(record => record.Record == purpose && record.Type == type).ToList();
        return found is [{ Value: { } value }]
            ? value
            : throw new InvalidOperationException(
                $"Resend requires {found.Count} {purpose} records of type {type} for {this.args.Domain}; expected 1. It requires: "
                    + string.Join("; ", records.Select(record => $"{record.Record} {record.Type} {record.Name}"))
                    + ". Some accounts get three CNAME records for DKIM: add a domain by hand in Resend's dashboard and its records at "
                    + "Cloudflare, or ask Resend for the TXT record."
            );
    }
}
