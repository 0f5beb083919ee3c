using System.Text.Json;
using Pulumi;
using Pulumi.Cloudflare;
using Pulumi.Cloudflare.Inputs;

namespace PmCrm.Samples.Programs;

/// <summary>The Cloudflare provider: deep nesting, numbers of both kinds, JSON text, a secret output.</summary>
internal static class CloudflareProvider
{
    public static Task<int> RunAsync() =>
        Deployment.RunAsync(() =>
        {
            var provider = new Provider("cloudflare", new ProviderArgs { ApiToken = Output.CreateSecret("planted-value-34") });
            var options = new CustomResourceOptions { Provider = provider };
            var zone = new Zone(
                "zone",
                new ZoneArgs
                {
                    Account = new ZoneAccountArgs { Id = "account" },
                    Name = "example.com",
                    Type = "full",
                },
                options
            );
            new ZoneSetting(
                "tls",
                new ZoneSettingArgs
                {
                    ZoneId = zone.Id,
                    SettingId = "min_tls_version",
                    Value = "1.2",
                },
                options
            );
            new DnsRecord(
                "a",
                new DnsRecordArgs
                {
                    ZoneId = zone.Id,
                    Name = "api",
                    Type = "A",
                    Content = "192.0.2.1",
                    Ttl = 300,
                    Proxied = false,
                    Comment = "the API",
                },
                options
            );
            new DnsRecord(
                "caa",
                new DnsRecordArgs
                {
                    ZoneId = zone.Id,
                    Name = "@",
                    Type = "CAA",
                    Ttl = 1,
                    Data = new DnsRecordDataArgs
                    {
                        Flags = 0,
                        Tag = "issue",
                        Value = "letsencrypt.org",
                    },
                },
                options
            );
            var bucket = new R2Bucket(
                "uploads",
                new R2BucketArgs
                {
                    AccountId = "account",
                    Name = "uploads",
                    Jurisdiction = "eu",
                    StorageClass = "Standard",
                },
                options
            );
            new R2BucketCors(
                "cors",
                new R2BucketCorsArgs
                {
                    AccountId = "account",
                    BucketName = bucket.Name,
                    Jurisdiction = "eu",
                    Rules =
                    {
                        new R2BucketCorsRuleArgs
                        {
                            Allowed = new R2BucketCorsRuleAllowedArgs
                            {
                                Methods = { "GET", "PUT" },
                                Origins = { "https://app.example.com" },
                            },
                            MaxAgeSeconds = 3600,
                        },
                    },
                },
                options
            );
            new R2BucketLifecycle(
                "lifecycle",
                new R2BucketLifecycleArgs
                {
                    AccountId = "account",
                    BucketName = bucket.Name,
                    Rules =
                    {
                        new R2BucketLifecycleRuleArgs
                        {
                            Id = "expire",
                            Enabled = true,
                            Conditions = new R2BucketLifecycleRuleConditionsArgs { Prefix = "exports/" },
                            DeleteObjectsTransition = new R2BucketLifecycleRuleDeleteObjectsTransitionArgs
                            {
                                Condition = new R2BucketLifecycleRuleDeleteObjectsTransitionConditionArgs
                                {
                                    Type = "Age",
                                    MaxAge = 2592000,
                                },
                            },
                        },
                    },
                },
                options
            );
            new R2CustomDomain(
                "domain",
                new R2CustomDomainArgs
                {
                    AccountId = "account",
                    BucketName = bucket.Name,
                    Domain = "files.example.com",
                    Enabled = true,
                    ZoneId = zone.Id,
                    MinTls = "1.2",
                },
                options
            );
            new R2ManagedDomain(
                "managed",
                new R2ManagedDomainArgs
                {
                    AccountId = "account",
                    BucketName = bucket.Name,
                    Enabled = false,
                },
                options
            );
            var token = new ApiToken(
                "token",
                new ApiTokenArgs
                {
                    Name = "dns",
                    Policies =
                    {
                        new ApiTokenPolicyArgs
                        {
                            Effect = "allow",
                            PermissionGroups = { new ApiTokenPolicyPermissionGroupArgs { Id = "group" } },
                            Resources = zone.Id.Apply(id =>
                                JsonSerializer.Serialize(new Dictionary<string, string> { [$"zone.{id}"] = "*" })
                            ),
                        },
                    },
                },
                options
            );
            new Ruleset(
                "ruleset",
                new RulesetArgs
                {
                    ZoneId = zone.Id,
                    Name = "headers",
                    Kind = "zone",
                    Phase = "http_response_headers_transform",
                    Rules =
                    {
                        new RulesetRuleArgs
                        {
                            Action = "rewrite",
                            Expression = "true",
                            ActionParameters = new RulesetRuleActionParametersArgs
                            {
                                Headers =
                                {
                                    ["X-Frame-Options"] = new RulesetRuleActionParametersHeadersArgs { Operation = "set", Value = "DENY" },
                                },
                            },
                        },
                    },
                },
                options
            );
            return new Dictionary<string, object?> { ["token"] = token.Value, ["zone"] = zone.NameServers };
        });
}
