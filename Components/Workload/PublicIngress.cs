using System.Globalization;
using PmCrm.Components.Common;
using PmCrm.Contract;
using Pulumi;
using Pulumi.Gcp.Compute;
using CustomObject = Pulumi.Kubernetes.ApiExtensions.CustomResource;
using MetaArgs = Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Net = Pulumi.Kubernetes.Networking.V1;
using NetArgs = Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace PmCrm.Components.Workload;

/// <summary>
/// The backend's ingress from the internet: one host, TLS 1.2 or newer with a certificate from cert-manager, and a redirect from plain
/// HTTP. Attacks and clients above the rate limit are refused before they reach a pod.
/// </summary>
/// <example><c>examples/PublicIngressExample.cs</c></example>
public sealed class PublicIngress : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:workload:PublicIngress";

    /// <summary>Name of the BackendConfig, which the backend's Service names in an annotation.</summary>
    public const string BackendConfigName = BackendWorkload.Workload;

    /// <summary>Name of the Ingress.</summary>
    public const string IngressName = "pmcrm-ingress";

    private const string FrontendConfigName = "pmcrm-frontend";
    private const string TlsSecretName = "pmcrm-tls";

    private readonly PublicIngressArgs args;

    /// <summary>Creates the ingress.</summary>
    public PublicIngress(string name, PublicIngressArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        this.args = args;
        if (args.Controller is IngressController.Gce)
        {
            var address = CreateAddress(name);
            CreateIngress(name, GoogleAnnotations(name, address), className: null, CreateBackendConfig(name));
            Address = address.Address;
        }
        else
        {
            var ingress = CreateIngress(name, NginxAnnotations(), className: "nginx");
            Address = ingress.Status.Apply(status =>
                status?.LoadBalancer?.Ingress is { IsDefaultOrEmpty: false } ingresses ? ingresses[0].Ip ?? "" : ""
            );
        }
        RegisterOutputs();
    }

    /// <summary>The address that the host's DNS record points to.</summary>
    [Output("address")]
    public Output<string> Address { get; private set; }

    private GlobalAddress CreateAddress(string name) =>
        new(
            $"{name}-address",
            new GlobalAddressArgs
            {
                Project = this.args.Project,
                Name = $"{this.args.PhysicalName}-api",
                AddressType = "EXTERNAL",
                IpVersion = "IPV4",
                Labels = this.args.Labels.ToInputMap(),
            },
            this.Child().WithFixedName()
        );

    private Net.Ingress CreateIngress(
        string name,
        Dictionary<string, Input<string>> annotations,
        string? className,
        params Resource[] after
    )
    {
        var metadata = Named(IngressName);
        metadata.Annotations.Add("cert-manager.io/cluster-issuer", this.args.ClusterIssuer);
        foreach (var (key, value) in annotations)
            metadata.Annotations.Add(key, value);
        var spec = new NetArgs.IngressSpecArgs
        {
            Tls =
            {
                new NetArgs.IngressTLSArgs { Hosts = { this.args.Host }, SecretName = TlsSecretName },
            },
            Rules =
            {
                new NetArgs.IngressRuleArgs
                {
                    Host = this.args.Host,
                    Http = new NetArgs.HTTPIngressRuleValueArgs
                    {
                        Paths =
                        {
                            new NetArgs.HTTPIngressPathArgs
                            {
                                Path = "/",
                                PathType = "Prefix",
                                Backend = new NetArgs.IngressBackendArgs
                                {
                                    Service = new NetArgs.IngressServiceBackendArgs
                                    {
                                        Name = this.args.ServiceName,
                                        Port = new NetArgs.ServiceBackendPortArgs { Number = BackendWorkload.ServicePort },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        };
        if (className is not null)
            spec.IngressClassName = className;
        var options = this.Child(after);
        // At the first creation, Google's load balancer waits for the certificate, which waits for its DNS record to propagate.
        options.CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(30) };
        return new Net.Ingress(name, new NetArgs.IngressArgs { Metadata = metadata, Spec = spec }, options);
    }

    private Dictionary<string, Input<string>> GoogleAnnotations(string name, GlobalAddress address)
    {
        var tls = new SSLPolicy(
            $"{name}-tls-policy",
            new SSLPolicyArgs
            {
                Project = this.args.Project,
                Name = $"{this.args.PhysicalName}-tls",
                Profile = "RESTRICTED", // CKV_GCP_4
                MinTlsVersion = "TLS_1_2",
            },
            this.Child().WithFixedName()
        );
        var frontend = new CustomObject(
            $"{name}-frontend-config",
            new FrontendConfigArgs
            {
                Metadata = Named(FrontendConfigName),
                Spec = new FrontendConfigSpecArgs
                {
                    SslPolicy = tls.Name,
                    RedirectToHttps = new RedirectToHttpsArgs { Enabled = true, ResponseCodeName = "MOVED_PERMANENTLY_DEFAULT" },
                },
            },
            this.Child()
        );
        return new()
        {
            // GKE's controller selects Ingresses by this annotation; it has no IngressClass object.
            ["kubernetes.io/ingress.class"] = "gce",
            ["kubernetes.io/ingress.global-static-ip-name"] = address.Name,
            ["networking.gke.io/v1beta1.FrontendConfig"] = MissingValue.NameOf(frontend.Metadata, "FrontendConfig"),
        };
    }

    private CustomObject CreateBackendConfig(string name)
    {
        var policy = new SecurityPolicy(
            $"{name}-request-filter",
            RequestFilter.Of(this.args.Project, $"{this.args.PhysicalName}-api", this.args.RequestsPerMinute, this.args.Labels),
            this.Child().WithFixedName()
        );
        return new CustomObject(
            $"{name}-backend-config",
            new BackendConfigArgs
            {
                Metadata = Named(BackendConfigName),
                Spec = new BackendConfigSpecArgs
                {
                    TimeoutSec = 60,
                    SecurityPolicy = new SecurityPolicyNameArgs { Name = policy.Name },
                    // As long as a stopping pod has to finish its requests.
                    ConnectionDraining = new ConnectionDrainingArgs { DrainingTimeoutSec = (int)AppContract.ShutdownTime.TotalSeconds },
                    HealthCheck = new BackendHealthCheckArgs
                    {
                        Type = "HTTP",
                        RequestPath = AppContract.ReadinessPath,
                        Port = AppContract.Port,
                        CheckIntervalSec = 10,
                        TimeoutSec = 5,
                        HealthyThreshold = 1,
                        UnhealthyThreshold = 3,
                    },
                    Logging = new BackendLoggingArgs { Enable = true, SampleRate = 1.0 },
                },
            },
            this.Child()
        );
    }

    // limit-rpm is requests per minute and address; the burst is a multiple of it, and 1 allows none beyond the limit.
    private Dictionary<string, Input<string>> NginxAnnotations() =>
        new()
        {
            ["nginx.ingress.kubernetes.io/ssl-redirect"] = "true",
            ["nginx.ingress.kubernetes.io/force-ssl-redirect"] = "true",
            ["nginx.ingress.kubernetes.io/limit-rpm"] = this.args.RequestsPerMinute.ToString(CultureInfo.InvariantCulture),
            ["nginx.ingress.kubernetes.io/limit-burst-multiplier"] = "1",
        };

    private MetaArgs.ObjectMetaArgs Named(string objectName) =>
        new()
        {
            Name = objectName,
            Namespace = this.args.Namespace,
            Labels = KubernetesLabels.Of(this.args.Labels, BackendWorkload.Workload),
        };
}
