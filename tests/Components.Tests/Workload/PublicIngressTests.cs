using System.Collections.Immutable;
using PmCrm.Components.Workload;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Workload;

public sealed class PublicIngressTests
{
    [Fact]
    public async Task Ingress_routes_the_host_to_the_backend_with_its_own_certificate() =>
        (await IngressAsync())
            .ShouldCarry("metadata.name", "pmcrm-ingress")
            .ShouldCarry("metadata.annotations['cert-manager.io/cluster-issuer']", "letsencrypt-prod")
            .ShouldCarry("spec.tls[0].hosts[0]", "api.pmcrm.io")
            .ShouldCarry("spec.tls[0].secretName", "pmcrm-tls")
            .ShouldCarry("spec.rules[0].host", "api.pmcrm.io")
            .ShouldCarry("spec.rules[0].http.paths[0].path", "/")
            .ShouldCarry("spec.rules[0].http.paths[0].pathType", "Prefix")
            .ShouldCarry("spec.rules[0].http.paths[0].backend.service.name", "pmcrm-backend")
            .ShouldCarry("spec.rules[0].http.paths[0].backend.service.port.number", 80);

    [Fact]
    public async Task Google_serves_it_at_a_static_address() =>
        (await IngressAsync())
            .ShouldCarry("metadata.annotations['kubernetes.io/ingress.class']", "gce")
            .ShouldCarry("metadata.annotations['kubernetes.io/ingress.global-static-ip-name']", "pmcrm-test-api")
            .ShouldCarry("metadata.annotations['networking.gke.io/v1beta1.FrontendConfig']", "pmcrm-frontend")
            .ShouldLack("spec.ingressClassName");

    [Fact]
    public async Task Plain_HTTP_is_redirected_permanently() =>
        (await PlanAsync())
            .Only("kubernetes:networking.gke.io/v1beta1:FrontendConfig")
            .ShouldCarry("spec.redirectToHttps.enabled", true)
            .ShouldCarry("spec.redirectToHttps.responseCodeName", "MOVED_PERMANENTLY_DEFAULT")
            .ShouldCarry("spec.sslPolicy", "pmcrm-test-tls");

    [Fact]
    public async Task TLS_is_1_2_or_newer_with_restricted_ciphers() =>
        (await PlanAsync())
            .Only("gcp:compute/sSLPolicy:SSLPolicy")
            .ShouldCarry("minTlsVersion", "TLS_1_2")
            .ShouldCarry("profile", "RESTRICTED");

    [Fact]
    public async Task Load_balancer_checks_readiness_and_drains_connections() =>
        (await PlanAsync())
            .Only("kubernetes:cloud.google.com/v1:BackendConfig")
            .ShouldCarry("metadata.name", "pmcrm-backend")
            .ShouldCarry("spec.healthCheck.requestPath", "/health/ready")
            .ShouldCarry("spec.healthCheck.port", 3000)
            .ShouldCarry("spec.connectionDraining.drainingTimeoutSec", 25)
            .ShouldCarry("spec.securityPolicy.name", "pmcrm-test-api")
            .ShouldCarry("spec.logging.enable", true);

    [Fact]
    public async Task Client_has_a_hundred_requests_a_minute()
    {
        var throttle = Assert.Single(await RulesAsync(), rule => (string)rule["action"] == "throttle");
        var options = (ImmutableDictionary<string, object>)throttle["rateLimitOptions"];
        Assert.Equal("deny(429)", options["exceedAction"]);
        Assert.Equal("IP", options["enforceOnKey"]);
        Assert.Equal(100.0, ((ImmutableDictionary<string, object>)options["rateLimitThreshold"])["count"]);
        Assert.Equal(60.0, ((ImmutableDictionary<string, object>)options["rateLimitThreshold"])["intervalSec"]);
    }

    [Theory]
    [InlineData("evaluatePreconfiguredExpr('cve-canary')")]
    [InlineData("evaluatePreconfiguredWaf('sqli-v33-stable', {'sensitivity': 1})")]
    [InlineData("evaluatePreconfiguredWaf('xss-v33-stable', {'sensitivity': 1})")]
    [InlineData("evaluatePreconfiguredWaf('lfi-v33-stable', {'sensitivity': 1})")]
    [InlineData("evaluatePreconfiguredWaf('rfi-v33-stable', {'sensitivity': 1})")]
    [InlineData("evaluatePreconfiguredWaf('rce-v33-stable', {'sensitivity': 1})")]
    [InlineData("evaluatePreconfiguredWaf('scannerdetection-v33-stable', {'sensitivity': 1})")]
    [InlineData("evaluatePreconfiguredWaf('protocolattack-v33-stable', {'sensitivity': 1})")]
    [InlineData("evaluatePreconfiguredWaf('sessionfixation-v33-stable', {'sensitivity': 1})")]
    public async Task Known_attacks_are_denied_before_the_rate_is_counted(string expression)
    {
        var rules = await RulesAsync();
        var rule = Assert.Single(rules, rule => Expression(rule) == expression);
        Assert.Equal("deny(403)", rule["action"]);
        Assert.True((double)rule["priority"] < (double)rules.Single(r => (string)r["action"] == "throttle")["priority"]);
    }

    [Fact]
    public async Task Rules_have_priorities_of_their_own() =>
        Assert.Equal((await RulesAsync()).Count, (await RulesAsync()).Select(rule => rule["priority"]).Distinct().Count());

    [Fact]
    public async Task Address_is_an_output_for_DNS() =>
        Assert.Equal("192.0.2.20", await (await RecordAsync()).ValueAsync(ingress => ingress.Address));

    [Fact]
    public async Task Nginx_gets_the_same_rules_in_its_own_annotations()
    {
        var plan = (await RecordAsync(IngressController.Nginx)).Plan;
        plan.Only("kubernetes:networking.k8s.io/v1:Ingress")
            .ShouldCarry("spec.ingressClassName", "nginx")
            .ShouldCarry("metadata.annotations['cert-manager.io/cluster-issuer']", "letsencrypt-prod")
            .ShouldCarry("metadata.annotations['nginx.ingress.kubernetes.io/ssl-redirect']", "true")
            .ShouldCarry("metadata.annotations['nginx.ingress.kubernetes.io/force-ssl-redirect']", "true")
            .ShouldCarry("metadata.annotations['nginx.ingress.kubernetes.io/limit-rpm']", "100")
            .ShouldCarry("metadata.annotations['nginx.ingress.kubernetes.io/limit-burst-multiplier']", "1");
        plan.None("kubernetes:networking.gke.io/v1beta1:FrontendConfig");
        plan.None("gcp:compute/globalAddress:GlobalAddress");
    }

    private static async Task<RecordedResource> IngressAsync() => (await PlanAsync()).Only("kubernetes:networking.k8s.io/v1:Ingress");

    private static async Task<Recording> PlanAsync() => (await RecordAsync()).Plan;

    private static async Task<List<ImmutableDictionary<string, object>>> RulesAsync() =>
        [
            .. (await PlanAsync())
                .Only("gcp:compute/securityPolicy:SecurityPolicy")
                .ListAt("rules")
                .Cast<ImmutableDictionary<string, object>>(),
        ];

    private static string? Expression(ImmutableDictionary<string, object> rule) =>
        ((ImmutableDictionary<string, object>)rule["match"]).GetValueOrDefault("expr") is ImmutableDictionary<string, object> expression
            ? (string)expression["expression"]
            : null;

    private static Task<Recorded<PublicIngress>> RecordAsync(IngressController controller = IngressController.Gce) =>
        Recording.OfAsync(options => new PublicIngress(
            "ingress",
            new PublicIngressArgs
            {
                Project = Arrange.Project,
                PhysicalName = Arrange.PhysicalName,
                Namespace = "pmcrm",
                Host = "api.pmcrm.io",
                ServiceName = "pmcrm-backend",
                ClusterIssuer = "letsencrypt-prod",
                RequestsPerMinute = 100,
                Controller = controller,
                Labels = Arrange.Labels,
            },
            options
        ));
}
