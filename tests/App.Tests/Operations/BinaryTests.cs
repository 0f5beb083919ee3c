using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using PmCrm.App.Tests.Fixtures;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Operations;

/// <summary>How the published binary is linked (docs/decisions/0022-packed-relocations.md).</summary>
public sealed partial class BinaryTests(PublishedApp published)
{
    /// <summary>In bytes: those that cannot be packed, which name symbols of other libraries. All of them, unpacked, have 22 MB.</summary>
    private const int MaxUnpacked = 64 * 1024;

    private static readonly Version MinLibc = new(2, 36);

    [Fact]
    public async Task It_can_be_loaded_at_any_address_and_its_relocations_are_packed()
    {
        var binary = await published.Binary();
        var (code, printed) = await ChildProcess.Run("readelf", ["--wide", "--file-header", "--dynamic", binary]);
        Assert.Equal(0, code);

        // ET_DYN (System V ABI, "ELF Header").
        Assert.Matches(@"Type: +DYN \(Position-Independent Executable file\)", printed);
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "GNU ld packs relocations for x86-64.");
        var (_, libc) = await ChildProcess.Run("getconf", ["GNU_LIBC_VERSION"]);
        Assert.SkipUnless(
            Version.TryParse(libc.Trim().Replace("glibc ", "", StringComparison.Ordinal), out var version) && version >= MinLibc,
            $"This machine's C library cannot load packed relocations: {libc}"
        );
        Assert.Contains("(RELR)", printed, StringComparison.Ordinal);
        var unpacked = UnpackedSize().Match(printed).Groups["bytes"].Value;
        Assert.InRange(int.Parse(unpacked, CultureInfo.InvariantCulture), 1, MaxUnpacked);
    }

    [GeneratedRegex(@"\(RELASZ\) +(?<bytes>\d+) \(bytes\)", RegexOptions.ExplicitCapture)]
    private static partial Regex UnpackedSize();
}
