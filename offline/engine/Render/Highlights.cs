using System.Globalization;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Render;

/// <summary>The two or three settings of a resource that a reader wants to see first.</summary>
internal static class Highlights
{
    private const int MaxForUnknownTypes = 2;

    // By type token: paths into the inputs, as "label=path" where the path alone would not be understood.
    private static readonly Dictionary<string, string[]> ByType = new(StringComparer.Ordinal)
    {
        ["gcp:artifactregistry/repository:Repository"] = ["repositoryId", "location", "format"],
        ["gcp:billing/budget:Budget"] = ["amount=amount.specifiedAmount.units", "currency=amount.specifiedAmount.currencyCode"],
        ["gcp:compute/firewall:Firewall"] = ["direction", "sources=sourceRanges", "ports=allows[0].ports"],
        ["gcp:compute/globalAddress:GlobalAddress"] = ["name", "purpose", "prefixLength"],
        ["gcp:compute/network:Network"] = ["name", "routing=routingMode", "autoCreateSubnetworks"],
        ["gcp:compute/router:Router"] = ["region"],
        ["gcp:compute/routerNat:RouterNat"] = ["ranges=sourceSubnetworkIpRangesToNat", "log=logConfig.filter"],
        ["gcp:compute/sSLPolicy:SSLPolicy"] = ["minTlsVersion", "profile"],
        ["gcp:compute/securityPolicy:SecurityPolicy"] = ["name", "type"],
        ["gcp:compute/subnetwork:Subnetwork"] = ["ipCidrRange", "region", "privateIpGoogleAccess"],
        ["gcp:container/cluster:Cluster"] =
        [
            "location",
            "channel=releaseChannel.channel",
            "private=privateClusterConfig.enablePrivateNodes",
        ],
        ["gcp:container/nodePool:NodePool"] =
        [
            "machine=nodeConfig.machineType",
            "min=autoscaling.totalMinNodeCount",
            "max=autoscaling.totalMaxNodeCount",
            "spot=nodeConfig.spot",
        ],
        ["gcp:kms/cryptoKey:CryptoKey"] = ["rotationPeriod", "purpose"],
        ["gcp:kms/keyRing:KeyRing"] = ["location"],
        ["gcp:projects/iAMMember:IAMMember"] = ["role", "member"],
        ["gcp:projects/service:Service"] = ["service"],
        ["gcp:redis/instance:Instance"] = ["tier", "memorySizeGb", "version=redisVersion"],
        ["gcp:secretmanager/secret:Secret"] = ["secretId"],
        ["gcp:secretmanager/secretIamMember:SecretIamMember"] = ["role", "member"],
        ["gcp:serviceaccount/account:Account"] = ["accountId"],
        ["gcp:sql/database:Database"] = ["name"],
        ["gcp:sql/databaseInstance:DatabaseInstance"] =
        [
            "version=databaseVersion",
            "tier=settings.tier",
            "availability=settings.availabilityType",
        ],
        ["gcp:sql/user:User"] = ["name"],
        ["kubernetes:apps/v1:Deployment"] =
        [
            "image=spec.template.spec.containers[0].image",
            "replicas=spec.replicas",
            "cpu=spec.template.spec.containers[0].resources.requests.cpu",
        ],
        ["kubernetes:autoscaling/v2:HorizontalPodAutoscaler"] = ["min=spec.minReplicas", "max=spec.maxReplicas"],
        ["kubernetes:batch/v1:Job"] = ["image=spec.template.spec.containers[0].image", "deadline=spec.activeDeadlineSeconds"],
        ["kubernetes:core/v1:ConfigMap"] = ["metadata.name"],
        ["kubernetes:core/v1:Namespace"] = ["metadata.name"],
        ["kubernetes:core/v1:Secret"] = ["metadata.name", "type"],
        ["kubernetes:core/v1:Service"] = ["type=spec.type", "port=spec.ports[0].port", "target=spec.ports[0].targetPort"],
        ["kubernetes:core/v1:ServiceAccount"] = ["metadata.name"],
        ["kubernetes:helm.sh/v3:Release"] = ["chart", "version", "namespace"],
        ["kubernetes:networking.k8s.io/v1:Ingress"] = ["host=spec.rules[0].host", "class=spec.ingressClassName"],
        ["kubernetes:networking.k8s.io/v1:NetworkPolicy"] = ["types=spec.policyTypes"],
        ["kubernetes:policy/v1:PodDisruptionBudget"] = ["minAvailable=spec.minAvailable", "maxUnavailable=spec.maxUnavailable"],
        ["random:index/randomPassword:RandomPassword"] = ["length", "special"],
        ["cloudflare:index/dnsRecord:DnsRecord"] = ["type", "name", "content"],
        ["cloudflare:index/r2Bucket:R2Bucket"] = ["name", "jurisdiction"],
        ["vercel:index/project:Project"] = ["name", "framework"],
        ["vercel:index/projectDomain:ProjectDomain"] = ["domain"],
        ["vercel:index/projectEnvironmentVariable:ProjectEnvironmentVariable"] = ["key", "sensitive"],
    };

    // Properties that say little, for types that are not in the table.
    private static readonly HashSet<string> Dull = ["name", "project", "apiVersion", "kind", "description", "deletionPolicy"];

    public static string For(PlanResource resource)
    {
        var settings = ByType.TryGetValue(resource.Type, out var paths) ? FromTable(resource, paths) : FromInputs(resource);
        var text = string.Join(", ", settings);
        // First, because a narrow terminal cuts the end.
        return resource.Options.Protect
            ? text.Length == 0
                ? "protected"
                : $"protected, {text}"
            : text;
    }

    private static IEnumerable<string> FromTable(PlanResource resource, string[] paths)
    {
        foreach (var entry in paths)
        {
            var (label, path) = entry.Split('=') is [var before, var after] ? (before, after) : (LastKey(entry), entry);
            if (resource.Inputs.At(path) is { } value and not PlanNull)
                yield return $"{label} {Show(value)}";
        }
    }

    private static IEnumerable<string> FromInputs(PlanResource resource) =>
        resource
            .Inputs.Entries.Where(entry =>
                resource.IsCustom && !Dull.Contains(entry.Key) && entry.Value is PlanText or PlanNumber or PlanBool
            )
            .Take(MaxForUnknownTypes)
            .Select(entry => $"{Inert.Line(entry.Key)} {Show(entry.Value)}");

    /// <summary>A value on one line.</summary>
    public static string Show(PlanValue value) =>
        value switch
        {
            PlanNull => "null",
            PlanBool boolean => boolean.Value ? "true" : "false",
            PlanNumber number => number.Value.ToString("R", CultureInfo.InvariantCulture),
            PlanText text => Inert.Line(text.Text),
            PlanSecret => PlanValue.Masked,
            PlanUnknown => "(unknown)",
            PlanList list => $"[{string.Join(", ", list.Items.Select(Show))}]",
            PlanMap map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{Inert.Line(entry.Key)}: {Show(entry.Value)}"))}}}",
            PlanAsset asset => $"({asset.Kind})",
            PlanReference reference => Inert.Line(reference.Urn),
            _ => throw new InvalidOperationException($"no text for {value.GetType().Name}"),
        };

    private static string LastKey(string path) => path[(path.LastIndexOf('.') + 1)..];
}
