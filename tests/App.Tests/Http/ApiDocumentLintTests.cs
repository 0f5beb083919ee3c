using System.Diagnostics;
using System.Text.Json.Nodes;
using PmCrm.App.Tests.Fixtures;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.Http;

/// <summary>
/// The committed API document passes Redocly and Spectral. Both come from npm in the versions of ApiDocumentLint/package-lock.json; once
/// installed they need no network.
/// </summary>
public sealed class ApiDocumentLintTests
{
    private static readonly TimeSpan LintTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Accepted Redocly warnings: rule, location and reason.</summary>
    private static readonly (string Rule, string Where, string Reason)[] Accepted =
    [
        ("no-ambiguous-paths", "#/paths/~1v1~1contacts~1import~1{id}", "an id is a UUID, so \"import\" is none"),
        ("no-ambiguous-paths", "#/paths/~1v1~1contacts~1{contactId}~1photo", "an id is a UUID, so \"import\" is none"),
        ("no-ambiguous-paths", "#/paths/~1v1~1contacts~1{contactId}~1attachments", "an id is a UUID, so \"import\" is none"),
        ("no-ambiguous-paths", "#/paths/~1v1~1contacts~1{contactId}~1cadence", "an id is a UUID, so \"import\" is none"),
        ("no-ambiguous-paths", "#/paths/~1v1~1contacts~1{contactId}~1enrichment", "an id is a UUID, so \"import\" is none"),
        ("no-ambiguous-paths", "#/paths/~1v1~1contacts~1{contactId}~1interactions", "an id is a UUID, so \"import\" is none"),
        ("no-ambiguous-paths", "#/paths/~1v1~1contacts~1{contactId}~1relationships", "an id is a UUID, so \"import\" is none"),
        ("no-ambiguous-paths", "#/paths/~1v1~1contacts~1{contactId}~1reminders", "an id is a UUID, so \"import\" is none"),
        ("operation-2xx-response", "#/paths/~1v1~1auth~1google~1start/get/responses", "it succeeds with 302"),
        ("operation-2xx-response", "#/paths/~1v1~1auth~1microsoft~1start/get/responses", "it succeeds with 302"),
    ];

    private static string Document => Path.Combine(Repository.Root, "app/openapi/v1.json");

    private static string Rules => Path.Combine(Repository.Root, "tests/App.Tests/ApiDocumentLint");

    [Fact]
    public async Task Redocly_reports_only_the_findings_listed_here()
    {
        var result = JsonNode.Parse(
            await Lint("redocly", "lint", "--config", Path.Combine(Rules, "redocly.yaml"), "--format", "json", Document)
        )!;

        var found = result["problems"]!
            .AsArray()
            .Select(problem => $"{problem!["ruleId"]} {problem["location"]![0]!["pointer"]}: {problem["message"]}")
            .ToList();
        Assert.DoesNotContain(found, problem =>
            !Accepted.Any(one => problem.StartsWith($"{one.Rule} {one.Where}:", StringComparison.Ordinal))
        );
        // Delete entries from the list that Redocly no longer reports.
        Assert.All(Accepted, one =>
            Assert.Contains(found, problem => problem.StartsWith($"{one.Rule} {one.Where}:", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Spectral_reports_nothing()
    {
        var output = await Lint(
            "spectral",
            "lint",
            "--ruleset",
            Path.Combine(Rules, "spectral.yaml"),
            "--fail-severity",
            "hint",
            "--format",
            "json",
            Document
        );

        // The list of findings, followed by a sentence if it is empty.
        var found = JsonNode.Parse(output[..(output.LastIndexOf(']') + 1)])!.AsArray();
        Assert.Empty(found.Select(one => $"{one!["code"]} {string.Join('/', one["path"]!.AsArray())}: {one["message"]}"));
    }

    private static async Task<string> Lint(string tool, params string[] arguments)
    {
        Assert.SkipUnless(NpmPackages.IsPossible, "npm is not installed: the linters of the API's document come from it.");
        var folder = Path.Combine(Repository.Root, "artifacts/api-document-lint");
        var packages = await NpmPackages.Install(Rules, folder);
        var (output, error) = await Run(folder, Path.Combine(packages, ".bin", tool), arguments);
        Assert.True(output.Contains('[', StringComparison.Ordinal), $"{tool} gave no result: {error}");
        return output;
    }

    // Only standard output is the result; ChildProcess merges it with standard error.
    private static async Task<(string Output, string Error)> Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(LintTimeout);
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var error = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} took longer than {LintTimeout.TotalSeconds:0} seconds.");
        }
        return (await output, await error);
    }
}
