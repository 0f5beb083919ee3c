using PmCrm.Samples.Programs;

namespace PmCrm.Samples;

/// <summary>The programs by name. The environment variable <c>SAMPLE</c> selects the one to run.</summary>
internal static class SamplePrograms
{
    public static IReadOnlyDictionary<string, Func<Task<int>>> ByName { get; } =
        new Dictionary<string, Func<Task<int>>>
        {
            ["aliases"] = Aliases.RunAsync,
            ["assets"] = Assets.RunAsync,
            ["collections"] = Collections.RunAsync,
            ["configuration"] = Configuration.RunAsync,
            ["dependencies"] = Dependencies.RunAsync,
            ["dynamic"] = Dynamic.RunAsync,
            ["fault-refused"] = Faults.RefusedAsync,
            ["fault-required-is-null"] = Faults.RequiredIsNullAsync,
            ["fault-resource-exception"] = Faults.ResourceExceptionAsync,
            ["fault-run-exception"] = Faults.RunExceptionAsync,
            ["fault-same-key-twice"] = Faults.SameKeyTwiceAsync,
            ["fault-stack"] = Faults.StackAsync,
            ["fault-thrown"] = Faults.ThrownAsync,
            ["fault-unassigned-output"] = Faults.UnassignedOutputAsync,
            ["fault-unobserved"] = Faults.UnobservedAsync,
            ["generated"] = Generated.RunAsync,
            ["invokes"] = Invokes.RunAsync,
            ["log-error"] = Logging.ErrorAsync,
            ["logging"] = Logging.QuietAsync,
            ["older-engine"] = OlderEngine.RunAsync,
            ["options"] = Options.RunAsync,
            ["output-stack"] = OutputStack.StartAsync,
            ["outputs-after-yield"] = RegisteredOutputs.AsyncActionAsync,
            ["outputs-none"] = RegisteredOutputs.NothingAsync,
            ["outputs-registered"] = RegisteredOutputs.RunAsync,
            ["provider-cloudflare"] = CloudflareProvider.RunAsync,
            ["provider-gcp"] = GcpProvider.RunAsync,
            ["provider-kubernetes"] = KubernetesProvider.RunAsync,
            ["provider-random"] = RandomProvider.RunAsync,
            ["provider-vercel"] = VercelProvider.RunAsync,
            ["providers"] = Providers.RunAsync,
            ["reads"] = Reads.RunAsync,
            ["references"] = References.RunAsync,
            ["remote"] = Remote.RunAsync,
            ["secrets"] = Secrets.RunAsync,
            ["stack-references"] = StackReferences.RunAsync,
            ["transformations"] = Transformations.RunAsync,
            ["transforms"] = Transforms.RunAsync,
            ["types-cloudflare"] = () => EveryType.RunAsync("cloudflare", typeof(Pulumi.Cloudflare.Provider).Assembly),
            ["types-gcp"] = () => EveryType.RunAsync("gcp", typeof(Pulumi.Gcp.Provider).Assembly),
            ["types-kubernetes"] = () => EveryType.RunAsync("kubernetes", typeof(Pulumi.Kubernetes.Provider).Assembly),
            ["types-random"] = () => EveryType.RunAsync("random", typeof(Pulumi.Random.Provider).Assembly),
            ["types-vercel"] = () => EveryType.RunAsync("vercel", typeof(Pulumiverse.Vercel.Provider).Assembly),
            ["unknowns"] = Unknowns.RunAsync,
            ["values"] = Values.RunAsync,
            ["values-deep"] = Values.DeepAsync,
        };
}
