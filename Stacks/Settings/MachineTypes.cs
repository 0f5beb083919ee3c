using System.Globalization;
using System.Text.RegularExpressions;

namespace PmCrm.Stacks.Settings;

/// <summary>
/// The machine types that a node pool can have: general-purpose, in EU regions, with support for the nodes' balanced disks (n4 and c4 have
/// none). Sizes are from https://cloud.google.com/compute/docs/general-purpose-machines.
/// </summary>
internal static partial class MachineTypes
{
    public const string Accepted = "a general-purpose machine type that exists, such as e2-standard-4, n2-standard-2 or e2-custom-2-8192";

    private static readonly Dictionary<string, int[]> Sizes = new()
    {
        ["e2-standard"] = [2, 4, 8, 16, 32],
        ["e2-highmem"] = [2, 4, 8, 16],
        ["e2-highcpu"] = [2, 4, 8, 16, 32],
        ["n2-standard"] = [2, 4, 8, 16, 32, 48, 64, 80, 96, 128],
        ["n2-highmem"] = [2, 4, 8, 16, 32, 48, 64, 80, 96, 128],
        ["n2-highcpu"] = [2, 4, 8, 16, 32, 48, 64, 80, 96],
        ["n2d-standard"] = [2, 4, 8, 16, 32, 48, 64, 80, 96, 128, 224],
        ["n2d-highmem"] = [2, 4, 8, 16, 32, 48, 64, 80, 96],
        ["n2d-highcpu"] = [2, 4, 8, 16, 32, 48, 64, 80, 96, 128, 224],
        ["c3-standard"] = [4, 8, 22, 44, 88, 176],
        ["c3-highmem"] = [4, 8, 22, 44, 88, 176],
        ["c3-highcpu"] = [4, 8, 22, 44, 88, 176],
        ["c3d-standard"] = [4, 8, 16, 30, 60, 90, 180, 360],
        ["c3d-highmem"] = [4, 8, 16, 30, 60, 90, 180, 360],
        ["c3d-highcpu"] = [4, 8, 16, 30, 60, 90, 180, 360],
        ["t2d-standard"] = [1, 2, 4, 8, 16, 32, 48, 60],
    };

    /// <summary>Most vCPUs of a custom type, by series.</summary>
    private static readonly Dictionary<string, int> MaxCustomCpus = new()
    {
        ["e2"] = 32,
        ["n2"] = 80,
        ["n2d"] = 96,
    };

    /// <summary>Whether the type exists.</summary>
    public static bool Exists(string type)
    {
        if (Predefined().Match(type) is { Success: true } predefined)
            return Sizes.TryGetValue(predefined.Groups["family"].Value, out var sizes) && sizes.Contains(Number(predefined, "cpus"));
        if (Custom().Match(type) is not { Success: true } custom || !MaxCustomCpus.TryGetValue(custom.Groups["series"].Value, out var max))
            return false;
        var (cpus, memory) = (Number(custom, "cpus"), Number(custom, "memory"));
        // An even number of vCPUs, 0.5 to 8 GiB for each, in steps of 256 MiB.
        return cpus >= 2 && cpus % 2 == 0 && cpus <= max && memory % 256 == 0 && memory >= cpus * 512 && memory <= cpus * 8192;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<family>[a-z0-9]+-(standard|highmem|highcpu))-(?<cpus>[1-9][0-9]{0,2})\z")]
    private static partial Regex Predefined();

    [GeneratedRegex(@"^(?<series>[a-z0-9]+)-custom-(?<cpus>[1-9][0-9]{0,2})-(?<memory>[1-9][0-9]{2,6})\z")]
    private static partial Regex Custom();
}
