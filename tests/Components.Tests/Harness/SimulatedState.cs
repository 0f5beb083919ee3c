using System.Collections.Immutable;
using Pulumi.Testing;

namespace PmCrm.Testing;

/// <summary>What the cloud would answer: the inputs, and for some types values that only it can know.</summary>
public static class SimulatedState
{
    /// <summary>
    /// The password that every <c>RandomPassword</c> gets here: planted, so that tests can look for it where it must not be.
    /// </summary>
    public const string PlantedPassword = "planted/value+1";

    /// <summary>The address that every database and cache instance gets here.</summary>
    public const string PrivateAddress = "10.0.0.5";

    /// <summary>The certificate that every database and cache instance gets here.</summary>
    public const string ServerCertificate = "certificate of the server's authority";

    /// <summary>The state that a mock answers with.</summary>
    public static object Of(MockResourceArgs args, bool isPreview)
    {
        var state = args.Inputs;
        if (isPreview)
            return state;
        foreach (var (name, value) in Computed(args))
            state = state.ContainsKey(name) ? state : state.Add(name, value);
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
            },
            "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig" => new() { ["uptimeCheckId"] = "check-1" },
            "gcp:projects/serviceIdentity:ServiceIdentity" => new() { ["member"] = $"serviceAccount:agent-of-{args.Inputs["service"]}" },
            _ => new() { ["name"] = args.Inputs.GetValueOrDefault("name", args.Name!), ["selfLink"] = $"https://google/{args.Name}" },
        };

    private static ImmutableArray<object> Certificates() => [ImmutableDictionary<string, object>.Empty.Add("cert", ServerCertificate)];
}
