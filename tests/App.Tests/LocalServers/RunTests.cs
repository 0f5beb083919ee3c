using System.Net;
using System.Text.RegularExpressions;
using PmCrm.App.Tests.Fixtures;
using PmCrm.LocalServers;

namespace PmCrm.App.Tests.LocalServers;

/// <summary>The program that <c>make run</c> starts, started and stopped as a person would.</summary>
public sealed partial class RunTests(Servers servers)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly string Program = Repository.Program("Run");

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task It_serves_the_api_and_its_reference_and_leaves_no_process_when_it_is_stopped(string signal)
    {
        Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
        await RunUntil(signal, []);
    }

    [Fact]
    public async Task Where_an_engine_runs_its_servers_are_containers_that_are_removed_when_it_is_stopped()
    {
        Assert.SkipWhen(servers.Missing is not null, servers.Missing ?? "");
        await using var standIn = await StandInEngine.Create();
        var path = $"{standIn.Folder}:{Environment.GetEnvironmentVariable("PATH")}";

        var printed = await RunUntil("TERM", new() { ["PATH"] = path, [ContainerEngine.ChoiceVariable] = "auto" });

        Assert.Contains("in containers of docker", printed, StringComparison.Ordinal);
        Assert.Equal(2, standIn.Asked.Count(line => line.StartsWith("create ", StringComparison.Ordinal)));
        Assert.Empty(standIn.Containers);
    }

    [Theory]
    [InlineData("--port", "many")]
    [InlineData("--port", "65536")]
    [InlineData("--open")]
    public async Task An_unknown_argument_is_refused_with_a_list_of_the_known_ones(params string[] arguments)
    {
        var (code, printed) = await ChildProcess.Run("dotnet", [Program, .. arguments]);

        Assert.Equal(2, code);
        Assert.Contains($"Not understood: {string.Join(' ', arguments)}", printed, StringComparison.Ordinal);
        Assert.Contains("--no-browser", printed, StringComparison.Ordinal);
    }

    private static async Task<string> RunUntil(string signal, Dictionary<string, string?> environment)
    {
        var port = ChildProcess.FreePort();
        await using var run = await ChildProcess.Start("dotnet", [Program, "--port", $"{port}"], "Ctrl-C stops everything", environment);
        Assert.Contains($"http://localhost:{port}", run.Printed.Split('\n'));
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}"), Timeout = Timeout };
        await client.Get("/health/ready").Expect(HttpStatusCode.OK);
        var reference = await (await client.Get("/docs").Expect(HttpStatusCode.OK)).Content.ReadAsStringAsync();
        var script = Script().Match(reference).Groups[1].Value;
        await client.Get($"/docs/{script}").Expect(HttpStatusCode.OK);
        await client
            .PostJson("/v1/auth/register", """{"email":"a@example.com","password":"a long enough one","displayName":"A"}""")
            .Expect(HttpStatusCode.Accepted);
        await client.PostJson("/v1/auth/login", """{"email":"a@example.com","password":"a long enough one"}""").Expect(HttpStatusCode.OK);

        var started = Descendants(run.Id);
        // At least PostgreSQL, Redis, backend and worker.
        Assert.True(started.Count >= 4, run.Printed);
        await ChildProcess.MustRun("kill", $"-{signal}", $"{run.Id}");

        Assert.Equal(0, await run.Ended.WaitAsync(Timeout));
        // Their child processes, such as PostgreSQL's, may need a moment longer to exit.
        await Wait.Until("all that it started has ended", () => Task.FromResult(!started.Exists(ChildProcess.IsRunning)), Timeout);
        return run.Printed;
    }

    private static List<int> Descendants(int ancestor)
    {
        var children = Directory
            .GetDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .ToLookup(name => Parent(name!), name => int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture));
        var found = new List<int>();
        for (var open = new Queue<int>([ancestor]); open.TryDequeue(out var next); )
        {
            foreach (var child in children[next])
            {
                found.Add(child);
                open.Enqueue(child);
            }
        }
        return found;
    }

    private static int Parent(string process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("PPid:", StringComparison.Ordinal));
            return int.Parse(line.AsSpan("PPid:".Length), System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It exited in the meantime.
            return 0;
        }
    }

    [GeneratedRegex("""<script src="([^"]+)">""")]
    private static partial Regex Script();
}
