using System.Collections.Immutable;
using Pulumi.Testing;

namespace PmCrm.Testing;

/// <summary>Simulated answers of the cloud: the inputs, and for some types values that only the cloud knows.</summary>
public static class SimulatedState
{
    /// <summary>
    /// The password that every <c>RandomPassword</c> gets here: planted, so that tests can search for it where it must not appear.
    /// </summary>
    public const string PlantedPassword = "planted/value+1";

    /// <summary>The address that every database and cache instance gets here.</summary>
    public const string PrivateAddress = "10.0.0.5";

    /// <summary>The certificate that every database and cache instance gets here.</summary>
    public const string ServerCertificate = "certificate of the server's authority";

    /// <summary>A domain for which Resend requires a CNAME record, where others need a TXT record.</summary>
    public const string DomainWithAliases = "aliases.example.org";

    private const string RenderEnvironments = "environments";

    /// <summary>The id that a mock answers with; those of monitors and policies at Better Stack are numbers.</summary>
    public static string IdOf(MockResourceArgs args) =>
        args.Type is "better-uptime:index/monitor:Monitor" or "better-uptime:index/policy:Policy" ? "1" : $"{args.Name}-id";

    /// <summary>The state that a mock answers with.</summary>
    public static object Of(MockResourceArgs args, bool isPreview)
    {
        var state = args.Inputs;
        if (isPreview)
            return state;
        foreach (var (name, value) in Computed(args))
            // Render adds an id to each environment of the inputs.
            if (!state.ContainsKey(name) || name == RenderEnvironments)
                state = state.SetItem(name, value);
        return state;
    }

    private static Dictionary<string, object> Computed(MockResourceArgs args) =>
        args.Type switch
        {
            "random:index/randomPassword:RandomPassword" => new() { ["result"] = PlantedPassword },
            "random:index/randomBytes:RandomBytes" => new()
            {
                ["base64"] = "cGxhbnRlZC12YWx1ZS0yLXBsYW50ZWQtdmFsdWUtMi0=",
                ["hex"] = "706c616e7465642d32",
            },
            "gcp:sql/databaseInstance:DatabaseInstance" => new()
            {
                ["name"] = args.Name!,
                ["privateIpAddress"] = PrivateAddress,
                ["connectionName"] = $"project:region:{args.Name}",
                ["serverCaCerts"] = Certificates(),
            },
            "gcp:redis/instance:Instance" => new()
            {
                ["name"] = args.Name!,
                ["host"] = PrivateAddress,
                ["port"] = 6378,
                ["authString"] = PlantedPassword,
                ["serverCaCerts"] = Certificates(),
            },
            "gcp:container/cluster:Cluster" => new() { ["name"] = args.Name!, ["endpoint"] = "192.0.2.10" },
            "gcp:compute/globalAddress:GlobalAddress" or "gcp:compute/address:Address" => new()
            {
                ["name"] = args.Name!,
                ["address"] = "192.0.2.20",
                ["selfLink"] = $"https://compute/{args.Name}",
            },
            "gcp:serviceaccount/account:Account" => new()
            {
                ["email"] = $"{args.Inputs.GetValueOrDefault("accountId", args.Name!)}@project.iam.gserviceaccount.com",
                ["name"] = $"projects/project/serviceAccounts/{args.Name}",
                ["member"] = $"serviceAccount:{args.Name}@project.iam.gserviceaccount.com",
                ["uniqueId"] = "100000000000000000001",
            },
            "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig" => new() { ["uptimeCheckId"] = "check-1" },
            "gcp:projects/serviceIdentity:ServiceIdentity" => new() { ["member"] = $"serviceAccount:agent-of-{args.Inputs["service"]}" },
            "neon:index/project:Project" => new()
            {
                ["databaseHost"] = "ep-quiet-1.eu-central-1.aws.neon.tech",
                ["databaseHostPooler"] = "ep-quiet-1-pooler.eu-central-1.aws.neon.tech",
                ["databaseName"] = "pmcrm",
                ["databaseUser"] = "pmcrm",
                ["databasePassword"] = PlantedPassword,
                ["defaultBranchId"] = "br-1",
            },
            "upstash:index/redisDatabase:RedisDatabase" => new()
            {
                ["endpoint"] = "eu-1.upstash.io",
                ["port"] = 6379,
                ["password"] = PlantedPassword,
                ["databaseId"] = "redis-1",
            },
            "render:index/webService:WebService" => new() { ["url"] = "https://pmcrm-api.onrender.com" },
            "render:index/project:Project" => new() { [RenderEnvironments] = EnvironmentOfRender() },
            "railway:index/project:Project" => new()
            {
                ["defaultEnvironment"] = ImmutableDictionary<string, object>.Empty.Add("id", "environment-1"),
            },
            "railway:index/customDomain:CustomDomain" => new()
            {
                ["dnsRecordValue"] = "abc.up.railway.app",
                ["verificationHostLabel"] = "_railway-verify.api",
                ["verificationRecordValue"] = "railway-verify=1",
            },
            "better-uptime:index/heartbeat:Heartbeat" => new() { ["url"] = "https://uptime.betterstack.com/api/v1/heartbeat/planted" },
            "logtail:index/source:Source" => new() { ["token"] = PlantedPassword, ["ingestingHost"] = "s1.eu-fsn-3.betterstackdata.com" },
            "resend:index/domain:Domain" => new() { ["records"] = MailRecords((string)args.Inputs["name"]) },
            "resend:index/apiKey:ApiKey" => new() { ["token"] = PlantedPassword },
            "sendgrid:index/apiKey:ApiKey" => new() { ["apiKey"] = PlantedPassword },
            "sendgrid:index/senderAuthentication:SenderAuthentication" => new()
            {
                ["dns"] = SendGridRecords((string)args.Inputs["domain"]),
            },
            _ => new() { ["name"] = args.Inputs.GetValueOrDefault("name", args.Name!), ["selfLink"] = $"https://google/{args.Name}" },
        };

    private static ImmutableDictionary<string, object> EnvironmentOfRender() =>
        ImmutableDictionary<string, object>.Empty.Add(
            "environment",
            ImmutableDictionary<string, object>.Empty.Add("id", "evm-1").Add("name", "test").Add("protectedStatus", "protected")
        );

    // Depending on the account, Resend requires either kind of DKIM record.
    private static ImmutableArray<object> MailRecords(string domain) =>
        [
            .. new[]
            {
                ("SPF", "MX", "send", "feedback-smtp.eu-west-1.amazonses.com"),
                ("SPF", "TXT", "send", "v=spf1 ~all"),
                domain == DomainWithAliases
                    ? ("DKIM", "CNAME", "abc._domainkey", "abc.dkim.amazonses.com")
                    : ("DKIM", "TXT", "resend._domainkey", "p=1"),
            }.Select(record =>
                ImmutableDictionary<string, object>
                    .Empty.Add("record", record.Item1)
                    .Add("type", record.Item2)
                    .Add("name", record.Item3)
                    .Add("value", record.Item4)
            ),
        ];

    // In another order than in the program, because a set has no order.
    private static ImmutableArray<object> SendGridRecords(string domain) =>
        [
            .. new[] { "s2._domainkey", "em", "s1._domainkey" }.Select(host =>
                ImmutableDictionary<string, object>
                    .Empty.Add("host", $"{host}.{domain}")
                    .Add("type", "cname")
                    .Add("data", $"{host}.u1.wl.sendgrid.net")
            ),
        ];

    private static ImmutableArray<object> Certificates() => [ImmutableDictionary<string, object>.Empty.Add("cert", ServerCertificate)];
}
