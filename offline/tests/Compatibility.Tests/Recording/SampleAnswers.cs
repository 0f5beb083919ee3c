using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;

namespace PmCrm.Compatibility.Tests.Recording;

/// <summary>The cloud's answers to the sample programs: it returns the inputs, and fixed values for all other properties.</summary>
internal static class SampleAnswers
{
    /// <summary>A resource's state; computed values only where they would be known.</summary>
    public static Struct State(string type, string name, Struct? inputs, bool dryRun, IEnumerable<string> secretOutputs)
    {
        var state = inputs?.Clone() ?? new Struct();
        if (!dryRun)
            foreach (var (property, value) in ComputedBy(type, name))
                if (!state.Fields.ContainsKey(property))
                    state.Fields[property] = value;
        foreach (var property in secretOutputs)
            if (state.Fields.TryGetValue(property, out var value))
                state.Fields[property] = Wire.AsSecret(value);
        return state;
    }

    /// <summary>The answer to a program that turns a reference back into a resource.</summary>
    public static Struct Resource(string urn, IReadOnlyDictionary<string, (string Id, Struct State)> resources)
    {
        var (id, state) = resources[urn];
        return Of(("urn", Value.ForString(urn)), ("id", Value.ForString(id)), ("state", Value.ForStruct(state)));
    }

    public static Struct Invoke(string token, Struct arguments) =>
        token switch
        {
            "sample:index:echo" => arguments,
            "sample:index:single" => Of(("only", Value.ForString("the only one"))),
            "gcp:organizations/getClientConfig:getClientConfig" => Of(
                ("project", Value.ForString("client-project")),
                ("region", Value.ForString("europe-west1")),
                ("accessToken", Wire.AsSecret(Value.ForString("planted-value-20")))
            ),
            "gcp:organizations/getProject:getProject" => Of(("number", Value.ForString("123456"))),
            "gcp:container/getEngineVersions:getEngineVersions" => Of(("latestMasterVersion", Value.ForString("1.34.1"))),
            "cloudflare:index/getApiTokenPermissionGroupsList:getApiTokenPermissionGroupsList" => Of(
                ("results", Value.ForList(Value.ForStruct(Of(("id", Value.ForString("group")), ("name", Value.ForString("DNS Write"))))))
            ),
            _ => throw new GrpcFailure(GrpcFailure.Unimplemented, $"the sample programs have no function '{token}'"),
        };

    private static (string Property, Value Value)[] ComputedBy(string type, string name) =>
        type switch
        {
            "sample:index:Thing" =>
            [
                ("computed", Value.ForString($"{name}: computed")),
                ("computedSecret", Wire.AsSecret(Value.ForString("planted-value-21"))),
                ("text", Value.ForString("a default")),
                ("number", Value.ForNumber(1)),
                ("items", Value.ForList()),
            ],
            "sample:index:RemoteGroup" => [("endpoint", Value.ForString("https://remote.example.com"))],
            "random:index/randomPassword:RandomPassword" => [("result", Wire.AsSecret(Value.ForString("planted-value-22")))],
            "random:index/randomPet:RandomPet" => [("separator", Value.ForString("-"))],
            "random:index/randomId:RandomId" => [("hex", Value.ForString("c0ffee"))],
            "gcp:compute/network:Network" =>
            [
                ("selfLink", Value.ForString($"https://compute.example.com/networks/{name}")),
                ("name", Value.ForString(name)),
            ],
            "gcp:sql/databaseInstance:DatabaseInstance" =>
            [
                ("privateIpAddress", Value.ForString("10.0.0.3")),
                ("connectionName", Value.ForString($"p:europe-west1:{name}")),
                ("serverCaCerts", Value.ForList(Value.ForStruct(Of(("cert", Value.ForString("certificate")))))),
            ],
            "gcp:serviceaccount/account:Account" => [("email", Value.ForString($"{name}@p.iam.example.com"))],
            "gcp:container/cluster:Cluster" => [("endpoint", Value.ForString("10.0.0.2"))],
            "pulumi:pulumi:StackReference" =>
            [
                (
                    "outputs",
                    Wire.AsSecret(
                        Value.ForStruct(
                            Of(
                                ("region", Value.ForString("europe-west1")),
                                ("zones", Value.ForList(Value.ForString("b"), Value.ForString("c"))),
                                ("password", Value.ForString("planted-value-23"))
                            )
                        )
                    )
                ),
                ("secretOutputNames", Value.ForList(Value.ForString("password"))),
            ],
            _ when type.StartsWith("kubernetes:", StringComparison.Ordinal) =>
            [
                ("metadata", Value.ForStruct(Of(("name", Value.ForString(name + "-named")), ("namespace", Value.ForString("pmcrm"))))),
            ],
            _ => [],
        };

    private static Struct Of(params (string Key, Value Value)[] fields)
    {
        var result = new Struct();
        foreach (var (key, value) in fields)
            result.Fields[key] = value;
        return result;
    }
}
