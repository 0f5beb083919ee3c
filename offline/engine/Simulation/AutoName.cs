using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Simulation;

/// <summary>
/// Generated names for resources that the program does not name: the logical name and a suffix, as the providers do, but taken from
/// the URN, so that every preview gives the same name.
/// </summary>
internal static class AutoName
{
    /// <summary>The length of the suffix that the bridged cloud providers use.</summary>
    public const int CloudDigits = 7;

    private const int KubernetesDigits = 8;

    public static string For(string urn, string name, int digits) =>
        $"{name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(urn)))[..digits]}";

    /// <summary>Sets <c>metadata.name</c> of a Kubernetes object that has neither a name nor a prefix for one.</summary>
    public static void NameObject(Struct state, string urn, string name)
    {
        if (!state.Fields.TryGetValue("metadata", out var metadata))
            state.Fields["metadata"] = metadata = Value.ForStruct(new Struct());
        if (
            metadata.KindCase == Value.KindOneofCase.StructValue
            && Wire.SignatureOf(metadata) is null
            && !metadata.StructValue.Fields.ContainsKey("name")
            && !metadata.StructValue.Fields.ContainsKey("generateName")
        )
            metadata.StructValue.Fields["name"] = Value.ForString(For(urn, name, KubernetesDigits));
    }
}
