using Pulumi;
using Pulumi.Kubernetes.ApiExtensions;

namespace PmCrm.Components.Workload;

/// <summary>GKE's <c>FrontendConfig</c>: what its load balancer does for callers.</summary>
internal sealed class FrontendConfigArgs() : CustomResourceArgs("networking.gke.io/v1beta1", "FrontendConfig")
{
    [Input("spec")]
    public Input<FrontendConfigSpecArgs>? Spec { get; set; }
}

internal sealed class FrontendConfigSpecArgs : ResourceArgs
{
    /// <summary>Name of a Compute Engine SSL policy.</summary>
    [Input("sslPolicy")]
    public Input<string>? SslPolicy { get; set; }

    [Input("redirectToHttps")]
    public Input<RedirectToHttpsArgs>? RedirectToHttps { get; set; }
}

internal sealed class RedirectToHttpsArgs : ResourceArgs
{
    [Input("enabled")]
    public Input<bool>? Enabled { get; set; }

    [Input("responseCodeName")]
    public Input<string>? ResponseCodeName { get; set; }
}

/// <summary>GKE's <c>BackendConfig</c>: how its load balancer treats a Service.</summary>
internal sealed class BackendConfigArgs() : CustomResourceArgs("cloud.google.com/v1", "BackendConfig")
{
    [Input("spec")]
    public Input<BackendConfigSpecArgs>? Spec { get; set; }
}

internal sealed class BackendConfigSpecArgs : ResourceArgs
{
    [Input("timeoutSec")]
    public Input<int>? TimeoutSec { get; set; }

    [Input("securityPolicy")]
    public Input<SecurityPolicyNameArgs>? SecurityPolicy { get; set; }

    [Input("connectionDraining")]
    public Input<ConnectionDrainingArgs>? ConnectionDraining { get; set; }

    [Input("healthCheck")]
    public Input<BackendHealthCheckArgs>? HealthCheck { get; set; }

    [Input("logging")]
    public Input<BackendLoggingArgs>? Logging { get; set; }
}

internal sealed class SecurityPolicyNameArgs : ResourceArgs
{
    [Input("name")]
    public Input<string>? Name { get; set; }
}

internal sealed class ConnectionDrainingArgs : ResourceArgs
{
    [Input("drainingTimeoutSec")]
    public Input<int>? DrainingTimeoutSec { get; set; }
}

internal sealed class BackendHealthCheckArgs : ResourceArgs
{
    [Input("type")]
    public Input<string>? Type { get; set; }

    [Input("requestPath")]
    public Input<string>? RequestPath { get; set; }

    [Input("port")]
    public Input<int>? Port { get; set; }

    [Input("checkIntervalSec")]
    public Input<int>? CheckIntervalSec { get; set; }

    [Input("timeoutSec")]
    public Input<int>? TimeoutSec { get; set; }

    [Input("healthyThreshold")]
    public Input<int>? HealthyThreshold { get; set; }

    [Input("unhealthyThreshold")]
    public Input<int>? UnhealthyThreshold { get; set; }
}

internal sealed class BackendLoggingArgs : ResourceArgs
{
    [Input("enable")]
    public Input<bool>? Enable { get; set; }

    /// <summary>Share of the requests that are logged, 0 to 1.</summary>
    [Input("sampleRate")]
    public Input<double>? SampleRate { get; set; }
}
