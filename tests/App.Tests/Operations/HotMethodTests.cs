using System.Globalization;
using PmCrm.App.Tests.Fixtures;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Operations;

/// <summary>
/// app/hot-methods.txt against the native binary. The compiler skips names that it does not know, so a list that became stale would only
/// make the binary slower.
/// </summary>
public sealed class HotMethodTests(PublishedApp published)
{
    /// <summary>Of the listed methods: those of generated code, whose names contain a hash, are lost with each change.</summary>
    private const double MinKnown = 0.75;

    [Fact]
    public async Task The_methods_that_run_under_load_lie_together()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(PublishedBackend.Given) is null, "A given binary is without its symbols.");
        await published.Binary();
        var listed = await File.ReadAllLinesAsync(
            Path.Combine(Repository.Root, "app", "hot-methods.txt"),
            TestContext.Current.CancellationToken
        );
        var code = await MethodAddresses();

        var known = listed.Where(code.ContainsKey).Select(name => code[name]).Order().ToList();

        Assert.True(
            known.Count > MinKnown * listed.Length,
            $"The binary has {known.Count} of the {listed.Length} methods in app/hot-methods.txt. Run make hot-methods."
        );
        // A few functions of the runtime are listed too, which lie elsewhere.
        var (first, last) = (known[known.Count / 20], known[^(known.Count / 20)]);
        var all = code.Values.Max() - code.Values.Min();
        Assert.True(last - first < all / 4, $"Nine tenths of them are spread over {last - first} bytes of {all}.");
    }

    /// <summary>The address of each function, from the symbols that the published binary was linked with.</summary>
    private static async Task<Dictionary<string, long>> MethodAddresses()
    {
        // One folder for each SDK that the program of the infrastructure is built with.
        var symbols = Directory
            .GetDirectories(Path.Combine(Repository.Root, "artifacts"))
            .Select(build => Path.Combine(build, "bin", "App", $"release_{PublishedApp.Runtime}", "native", "pmcrm.dbg"))
            .Where(File.Exists)
            .MaxBy(File.GetLastWriteTimeUtc);
        Assert.NotNull(symbols);
        var (code, printed) = await ChildProcess.Run("nm", ["--defined-only", symbols]);
        Assert.Equal(0, code);
        var addresses = new Dictionary<string, long>();
        foreach (var line in printed.Split('\n'))
            if (line.Split(' ') is [var address, "t" or "T", var name])
                addresses[name] = long.Parse(address, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        Assert.True(addresses.Count > 10_000, "Hardly a symbol was found: the test shows nothing.");
        return addresses;
    }
}
