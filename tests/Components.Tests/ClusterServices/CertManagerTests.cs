using PmCrm.Components.ClusterServices;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.ClusterServices;

public sealed class CertManagerTests
{
    private const string Release = "kubernetes:helm.sh/v3:Release";
    private const string Issuer = "kubernetes:cert-manager.io/v1:ClusterIssuer";
    private const string Secret = "kubernetes:core/v1:Secret";
    private const string Policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

    /// <summary>The secret's name with the hash of the planted token.</summary>
    private const string TokenName = "cloudflare-api-token-7a3c0389a5";

    [Fact]
    public async Task Chart_is_the_official_one_in_a_pinned_version() =>
        (await RecordAsync())
            .Plan.Only(Release)
            .ShouldCarry("chart", "cert-manager")
            .ShouldCarry("version", "v1.21.0")
            .ShouldCarry("repositoryOpts.repo", "https://charts.jetstack.io");

    [Fact]
    public async Task A_failed_installation_is_undone() =>
        (await RecordAsync()).Plan.Only(Release).ShouldCarry("atomic", true).ShouldCarry("timeout", 600);

    [Fact]
    public async Task Resource_definitions_are_installed_with_the_chart_and_kept_after_it() =>
        (await RecordAsync()).Plan.Only(Release).ShouldCarry("values.crds.enabled", true).ShouldCarry("values.crds.keep", true);

    [Theory]
    [InlineData("values")]
    [InlineData("values.webhook")]
    [InlineData("values.cainjector")]
    [InlineData("values.startupapicheck")]
    public async Task Every_part_runs_on_the_monitoring_pool(string part) =>
        (await RecordAsync())
            .Plan.Only(Release)
            .ShouldCarry($"{part}.nodeSelector.pool", "monitoring")
            .ShouldCarry($"{part}.tolerations[0].key", "pool")
            .ShouldCarry($"{part}.tolerations[0].operator", "Equal")
            .ShouldCarry($"{part}.tolerations[0].value", "monitoring")
            .ShouldCarry($"{part}.tolerations[0].effect", "NoSchedule");

    [Theory]
    [InlineData("values")]
    [InlineData("values.webhook")]
    [InlineData("values.cainjector")]
    [InlineData("values.startupapicheck")]
    public async Task Every_part_has_requests_and_limits(string part) =>
        (await RecordAsync())
            .Plan.Only(Release)
            .ShouldCarry($"{part}.resources.requests.cpu", "20m")
            .ShouldCarry($"{part}.resources.requests.memory", "64Mi")
            .ShouldCarry($"{part}.resources.limits.cpu", "500m")
            .ShouldCarry($"{part}.resources.limits.memory", "256Mi");

    [Theory]
    [InlineData("values")]
    [InlineData("values.webhook")]
    public async Task Controller_and_webhook_survive_the_loss_of_a_node(string part) =>
        (await RecordAsync())
            .Plan.Only(Release)
            .ShouldCarry($"{part}.replicaCount", 2)
            .ShouldCarry($"{part}.podDisruptionBudget.enabled", true)
            .ShouldCarry($"{part}.podDisruptionBudget.minAvailable", 1);

    [Fact]
    public async Task A_single_pod_has_no_disruption_budget_that_would_block_upgrades() =>
        (await RecordAsync(replicas: 1))
            .Plan.Only(Release)
            .ShouldCarry("values.replicaCount", 1)
            .ShouldCarry("values.podDisruptionBudget.enabled", false);

    [Fact]
    public async Task Leader_election_stays_out_of_Googles_namespace() =>
        (await RecordAsync()).Plan.Only(Release).ShouldCarry("values.global.leaderElection.namespace", "cert-manager");

    [Fact]
    public async Task Webhook_listens_on_the_port_that_the_firewall_allows() =>
        (await RecordAsync()).Plan.Only(Release).ShouldCarry("values.webhook.securePort", 10250);

    [Theory]
    [InlineData("enforce")]
    [InlineData("warn")]
    [InlineData("audit")]
    public async Task Namespace_is_restricted(string mode) =>
        (await RecordAsync())
            .Plan.Only("kubernetes:core/v1:Namespace")
            .ShouldCarry("metadata.name", "cert-manager")
            .ShouldCarry($"metadata.labels['pod-security.kubernetes.io/{mode}']", "restricted");

    [Fact]
    public async Task Issuer_proves_control_of_the_zones_by_records_at_Cloudflare() =>
        (await RecordAsync())
            .Plan.Only(Issuer)
            .ShouldCarry("metadata.name", "letsencrypt-prod")
            .ShouldCarry("spec.acme.server", "https://acme-v02.api.letsencrypt.org/directory")
            .ShouldCarry("spec.acme.privateKeySecretRef.name", "letsencrypt-prod-account")
            .ShouldCarry("spec.acme.solvers[0].selector.dnsZones[0]", "example.test")
            .ShouldCarry("spec.acme.solvers[0].dns01.cloudflare.apiTokenSecretRef.name", TokenName)
            .ShouldCarry("spec.acme.solvers[0].dns01.cloudflare.apiTokenSecretRef.key", "api-token")
            .ShouldLack("spec.acme.email");

    [Fact]
    public async Task Issuer_warns_the_contact_where_there_is_one() =>
        (await RecordAsync(contact: "security@example.test")).Plan.Only(Issuer).ShouldCarry("spec.acme.email", "security@example.test");

    [Fact]
    public async Task Token_is_in_a_secret_in_cert_managers_namespace() =>
        (await RecordAsync())
            .Plan.Only(Secret)
            .ShouldCarry("metadata.name", TokenName)
            .ShouldCarry("metadata.namespace", "cert-manager")
            .ShouldCarry("stringData.api-token", "planted-value-1");

    [Fact]
    public async Task Namespace_secret_and_issuer_carry_the_labels()
    {
        var plan = (await RecordAsync()).Plan;
        Assert.All([plan.Only("kubernetes:core/v1:Namespace"), plan.Only(Secret), plan.Only(Issuer)], resource =>
            resource
                .ShouldCarry("metadata.labels.app", "pmcrm")
                .ShouldCarry("metadata.labels.env", "test")
                .ShouldCarry("metadata.labels.managed-by", "pulumi")
        );
    }

    [Fact]
    public async Task Issuer_waits_for_the_definitions_and_the_token() =>
        Assert.Equal(
            ["cert-manager-cloudflare-token", "cert-manager-release"],
            (await RecordAsync()).Plan.Only(Issuer).DependsOn.Order(StringComparer.Ordinal)
        );

    [Fact]
    public async Task Name_of_the_issuer_is_known_before_it_exists()
    {
        var certificates = await RecordAsync();
        Assert.Equal("letsencrypt-prod", await certificates.ValueAsync(c => c.IssuerName));
        Assert.Empty(await certificates.WaitsForAsync(c => c.IssuerName));
    }

    [Fact]
    public async Task No_zone_is_refused()
    {
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => RecordAsync(zones: []));
        Assert.Contains("has no zone to issue certificates in; accepted: at least one", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_token_leaves_the_old_secret_until_the_issuer_has_the_new_one()
    {
        var plan = (await RecordAsync(token: "planted-value-2")).Plan;
        var secret = plan.Only(Secret).ShouldCarry("immutable", true);
        Assert.NotEqual(TokenName, secret.At("metadata.name"));
        Assert.NotEqual(true, ((Pulumi.CustomResourceOptions)secret.Options!).DeleteBeforeReplace);
        Assert.Equal(secret.At("metadata.name"), plan.Only(Issuer).At("spec.acme.solvers[0].dns01.cloudflare.apiTokenSecretRef.name"));
    }

    [Fact]
    public async Task No_traffic_is_allowed_but_what_a_policy_names()
    {
        var policy = (await RecordAsync())
            .Plan.Only(Policy, "cert-manager-default-deny")
            .ShouldLack("spec.ingress")
            .ShouldLack("spec.egress");
        Assert.Equal(["Ingress", "Egress"], policy.ListAt("spec.policyTypes"));
        Assert.Empty(policy.MapAt("spec.podSelector"));
    }

    [Fact]
    public async Task Pods_reach_name_servers_and_HTTPS_only()
    {
        var policy = (await RecordAsync()).Plan.Only(Policy, "cert-manager-cert-manager");
        Assert.Equal(2, policy.ListAt("spec.egress").Length);
        policy
            .ShouldCarry("spec.egress[0].ports[0].port", 53)
            .ShouldCarry("spec.egress[0].ports[1].protocol", "TCP")
            .ShouldCarry("spec.egress[1].ports[0].port", 443)
            .ShouldCarry("spec.ingress[0].from[0].namespaceSelector.matchLabels['kubernetes.io/metadata.name']", "datadog");
    }

    [Fact]
    public async Task Control_plane_reaches_the_webhook() =>
        (await RecordAsync())
            .Plan.Only(Policy, "cert-manager-webhook")
            .ShouldCarry("spec.podSelector.matchLabels['app.kubernetes.io/component']", "webhook")
            .ShouldCarry("spec.ingress[0].ports[0].port", 10250)
            .ShouldLack("spec.ingress[0].from");

    [Fact]
    public async Task Installation_waits_for_the_traffic_that_it_needs() =>
        Assert.Superset(
            new HashSet<string> { "cert-manager-default-deny", "cert-manager-cert-manager", "cert-manager-webhook" },
            (await RecordAsync()).Plan.Only(Release).DependsOn.ToHashSet()
        );

    private static Task<Recorded<CertManager>> RecordAsync(
        string token = "planted-value-1",
        int replicas = 2,
        string? contact = null,
        IReadOnlyList<string>? zones = null
    ) =>
        Recording.OfAsync(options =>
        {
            var args = new CertManagerArgs
            {
                CloudflareApiToken = token,
                DnsZones = zones ?? ["example.test"],
                AcmeContact = contact,
                Replicas = replicas,
                Labels = Arrange.Labels,
            };
            return new CertManager("cert-manager", args, options);
        });
}
