using System.Globalization;
using System.Text.RegularExpressions;

namespace PmCrm.Preview.Cost;

/// <summary>The size of a Compute Engine machine type, as far as its name tells.</summary>
/// <param name="Cpus">vCPUs.</param>
/// <param name="MemoryGib">Memory in GiB.</param>
/// <param name="IsShared">Its vCPUs are fractions of a core.</param>
internal sealed partial record MachineType(string Name, decimal Cpus, decimal MemoryGib, bool IsShared)
{
    private const decimal Mebi = 1m / 1024;

    // https://cloud.google.com/compute/docs/general-purpose-machines#e2_shared-core
    private static readonly MachineType[] SharedCore =
    [
        new("e2-micro", 2, 1, true),
        new("e2-small", 2, 2, true),
        new("e2-medium", 2, 4, true),
    ];

    /// <summary>Null where the name does not tell.</summary>
    public static MachineType? Of(string name)
    {
        if (SharedCore.FirstOrDefault(type => type.Name == name) is { } shared)
            return shared;
        if (Custom().Match(name) is { Success: true } custom)
            return new MachineType(name, Group(custom, "cpus"), Group(custom, "mebibytes") * Mebi, false);
        if (Predefined().Match(name) is not { Success: true } match)
            return null;
        var cpus = Group(match, "cpus");
        // GiB for each vCPU of E2: the same page, section "E2 machine types".
        decimal? each = match.Groups["family"].Value switch
        {
            "standard" => 4,
            "highmem" => 8,
            "highcpu" => 1,
            _ => null,
        };
        return each is { } memory ? new MachineType(name, cpus, cpus * memory, false) : null;
    }

    /// <summary>
    /// What GKE leaves to pods, in cores and bytes: https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes. From version
    /// 1.37 on GKE may reserve less memory than this, so the node count is at most too high.
    /// </summary>
    public (decimal Cpus, decimal Bytes) Allocatable
    {
        get
        {
            var reserved = IsShared ? 1.06m : Share(Cpus, (1, 0.06m), (1, 0.01m), (2, 0.005m), (decimal.MaxValue, 0.0025m));
            var memory =
                MemoryGib < 1 ? 255 * Mebi : Share(MemoryGib, (4, 0.25m), (4, 0.20m), (8, 0.10m), (112, 0.06m), (decimal.MaxValue, 0.02m));
            const decimal Eviction = 100 * Mebi;
            return (Cpus - reserved, (MemoryGib - memory - Eviction) * 1024 * 1024 * 1024);
        }
    }

    private static decimal Share(decimal amount, params (decimal Size, decimal Rate)[] steps)
    {
        var sum = 0m;
        foreach (var (size, rate) in steps)
        {
            var part = Math.Min(size, amount);
            sum += part * rate;
            amount -= part;
        }
        return sum;
    }

    private static decimal Group(Match match, string name) => decimal.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\Ae2-custom-(?<cpus>[0-9]+)-(?<mebibytes>[0-9]+)\z")]
    private static partial Regex Custom();

    [GeneratedRegex(@"\Ae2-(?<family>[a-z]+)-(?<cpus>[0-9]+)\z")]
    private static partial Regex Predefined();
}
