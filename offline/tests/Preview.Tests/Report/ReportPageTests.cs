using System.Globalization;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Graph;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;
using PmCrm.Preview.Report;
using PmCrm.Preview.Tests.Harness;
using PuppeteerSharp;
using PuppeteerSharp.Input;
using PuppeteerSharp.PageAccessibility;
using static PmCrm.Preview.Tests.Harness.Plans;

namespace PmCrm.Preview.Tests.Report;

/// <summary>The page as Chromium renders it.</summary>
public sealed class ReportPageTests(BrowserFixture browser, PlatformPlans platform) : IDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan MaxOpenTime = TimeSpan.FromSeconds(1);

    private readonly TempFolder folder = new();

    [Theory]
    [InlineData(1400, 900, false)]
    [InlineData(1400, 900, true)]
    [InlineData(390, 844, false)]
    [InlineData(390, 844, true)]
    public async Task Axe_finds_no_barrier_on_any_part_of_the_page(int width, int height, bool isDark)
    {
        await using var page = await OpenAsync(Changed(), width, height, isDark);
        await page.EvaluateExpressionAsync(await AxeAsync());
        foreach (var tab in await page.QuerySelectorAllAsync("[role=tab]"))
        {
            await tab.ClickAsync();
            if (await page.QuerySelectorAsync("#resources:not([hidden]) [role=treeitem]") is { } item)
                await item.ClickAsync();

            var violations = await page.EvaluateExpressionAsync<string[]>(
                "axe.run().then(found => found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html} ${node.failureSummary}`)))"
            );

            Assert.Equal([], violations);
        }
    }

    [Fact]
    public async Task The_page_can_be_used_with_the_keyboard_alone()
    {
        await using var page = await OpenAsync(Changed());
        await page.FocusAsync("#tabs [aria-selected=true]");
        await PressAsync(page, "Tab");
        Assert.Equal("search", await FocusedAsync(page));
        await page.Keyboard.TypeAsync("chair");
        Assert.Equal("1 of 5 resources", await TextAsync(page, "#count"));
        await PressAsync(page, "Tab", "Tab", "Tab");
        Assert.StartsWith("item-", await FocusedAsync(page), StringComparison.Ordinal);

        // From the room, which is shown because of its chair, to the chair, then into its details.
        Assert.Equal("room", await FocusedNameAsync(page));
        await PressAsync(page, "ArrowDown", "Enter");
        Assert.Equal("chair", await FocusedNameAsync(page));
        Assert.StartsWith("chair", await TextAsync(page, "#detail h2"), StringComparison.Ordinal);
        await PressAsync(page, "ArrowLeft");
        Assert.Equal("room", await FocusedNameAsync(page));
        await PressAsync(page, "ArrowLeft");
        Assert.Equal("false", await page.EvaluateExpressionAsync<string>("document.activeElement.getAttribute('aria-expanded')"));
        await PressAsync(page, "ArrowRight", "ArrowRight");
        Assert.Equal("chair", await FocusedNameAsync(page));

        // To its dependency, by the link.
        await page.FocusAsync("#detail ul.links button");
        await PressAsync(page, "Enter");
        Assert.StartsWith("table", await TextAsync(page, "#detail h2"), StringComparison.Ordinal);

        // Then through the tabs.
        await page.FocusAsync("#tabs [aria-selected=true]");
        await PressAsync(page, "ArrowRight");
        Assert.Equal("tab-changes", await FocusedAsync(page));
        Assert.Contains("+ added", await TextAsync(page, "#changes"), StringComparison.Ordinal);
        await PressAsync(page, "End", "Home");
        Assert.Equal("tab-resources", await FocusedAsync(page));
    }

    [Fact]
    public async Task A_click_on_a_box_of_the_picture_shows_its_resources()
    {
        await using var page = await OpenAsync(Changed());
        await page.ClickAsync("#tab-picture");
        await page.EvaluateExpressionAsync(
            "[...document.querySelectorAll('[data-box]')].find(box => box.textContent.includes('table')).dispatchEvent(new MouseEvent('click', { bubbles: true }))"
        );

        Assert.StartsWith("table", await TextAsync(page, "#detail h2"), StringComparison.Ordinal);
        Assert.Contains("those of one box of the picture", await TextAsync(page, "#count"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("</script><script>document.title = 'taken'</script>")]
    [InlineData("<img src=x onerror=\"document.title = 'taken'\">")]
    [InlineData("<!--<script>")]
    [InlineData("\u2028\u2029 '\"`${document.title = 'taken'}")]
    [InlineData("\u202egnp.exe")]
    [InlineData("مرحبا 👩‍👩‍👧‍👦")]
    public async Task A_name_is_never_read_as_markup_or_script(string name)
    {
        var plan = Of(Resource($"acme:index:{name}", name, (name, Text(name)))) with
        {
            Outputs = Map((name, Text(name))),
            Diagnostics = [new Diagnostic(Severity.Warning, name), new Diagnostic(Severity.Error, name)],
        };
        await using var page = await OpenAsync(Content(plan));
        await page.ClickAsync("[role=treeitem]");

        Assert.Equal("shop / staging", await page.GetTitleAsync());
        Assert.Equal(Inert.Line(name), await TextAsync(page, "#detail h2"));
        Assert.Equal(0, await page.EvaluateExpressionAsync<int>("document.querySelectorAll('img').length"));
        Assert.Equal(2, await page.EvaluateExpressionAsync<int>("document.scripts.length"));
    }

    [Fact]
    public async Task The_page_asks_the_network_for_nothing_and_breaks_no_policy_of_its_own()
    {
        var file = folder.Write("report.html", ReportPage.Write(Changed()));
        await using var page = await browser.OpenAsync(folder.Write("blank.html", "<!DOCTYPE html><title>blank</title>"));
        var (asked, said) = (new List<string>(), new List<string>());
        page.Request += (_, request) => asked.Add(request.Request.Url);
        page.Console += (_, message) => said.Add(message.Message.Text);
        page.PageError += (_, error) => said.Add(error.Message);
        await page.GoToAsync(new Uri(file).AbsoluteUri);
        foreach (var tab in await page.QuerySelectorAllAsync("[role=tab]"))
            await tab.ClickAsync();

        Assert.Equal([new Uri(file).AbsoluteUri], asked);
        Assert.Equal([], said);
        // An injected script is refused even if escaping failed.
        Assert.True(
            await page.EvaluateExpressionAsync<bool>(
                "(() => { const s = document.createElement('script'); s.textContent = 'window.taken = 1'; document.body.append(s); return window.taken === undefined; })()"
            )
        );
    }

    [Fact]
    public async Task It_opens_within_a_second_at_a_thousand_resources()
    {
        var (file, smaller) = (Report(1000), Report(100));
        var (times, smallerTimes) = (new List<double>(), new List<double>());
        for (var i = 0; i < Attempts; i++)
        {
            smallerTimes.Add(await OpenTimeAsync(smaller, 100));
            times.Add(await OpenTimeAsync(file, 1000));
        }

        // The best of several times, and on a machine that is slow or busy in proportion to a tenth of the resources.
        var max = Math.Max(MaxOpenTime.TotalMilliseconds, 10 * smallerTimes.Min());
        Assert.True(times.Min() <= max, $"it opens in {string.Join(", ", times)} ms, a tenth in {string.Join(", ", smallerTimes)} ms");

        string Report(int count)
        {
            var resources = new List<PlanResource>();
            for (var i = 0; i < count; i++)
                resources.Add(
                    Resource(
                            i % 2 == 0 ? "gcp:storage/bucket:Bucket" : $"acme:index:Bench{i % 30}",
                            $"thing-{i}",
                            [.. Enumerable.Range(0, 20).Select(p => ($"property{p}", (PlanValue)Text($"value {i} {p}")))]
                        )
                        .Needing(i == 0 ? [] : [("property1", resources[i / 2]), ("property2", resources[i - 1])])
                );
            return folder.Write($"report-{count}.html", ReportPage.Write(Content(Of([.. resources]))));
        }

        async Task<double> OpenTimeAsync(string report, int count)
        {
            await using var page = await browser.OpenAsync(report);
            Assert.Equal($"{count} resources", await TextAsync(page, "#count"));
            return await page.EvaluateExpressionAsync<double>("performance.getEntriesByType('navigation')[0].loadEventEnd");
        }
    }

    [Fact]
    public async Task A_program_that_fails_half_way_gives_what_it_had_registered_and_why_it_failed()
    {
        using var project = new SampleProject("duplicate");
        var file = Path.Combine(folder.Root, "report.html");

        var result = await project.RunAsync("report", "--out", file);

        Assert.Equal(ExitCodes.ProgramFailed, result.ExitCode);
        Assert.Contains("two resources have the URN", result.Errors, StringComparison.Ordinal);
        await using var page = await browser.OpenAsync(file);
        Assert.Contains("two resources have the URN", await TextAsync(page, "[role=alert]"), StringComparison.Ordinal);
        Assert.Contains("twin", await TextAsync(page, "#tree"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_resource_of_production_is_in_the_tree_and_its_secrets_are_not_in_the_page()
    {
        var plan = await platform.OfAsync("production");
        var html = ReportPage.Write(Content(plan));
        await using var page = await browser.OpenAsync(folder.Write("report.html", html));

        var names = await page.EvaluateExpressionAsync<string[]>(
            "[...document.querySelectorAll('[role=treeitem] .name')].map(name => name.textContent)"
        );

        Assert.Equal(
            plan.Resources.Where(resource => !resource.IsStack).Select(resource => resource.Name).Order(StringComparer.Ordinal),
            names.Order(StringComparer.Ordinal)
        );
        Assert.Contains(PlanValue.Masked, html, StringComparison.Ordinal);
    }

    /// <summary>The accessibility tree that a screen reader gets, by part; <c>make goldens</c> updates the file.</summary>
    [Fact]
    [Trait("Golden", "written")]
    public async Task The_structure_of_the_page_is_the_committed_one()
    {
        await using var page = await OpenAsync(Changed());
        var outline = new List<string>();
        foreach (var tab in await page.QuerySelectorAllAsync("[role=tab]"))
        {
            await tab.ClickAsync();
            if (await page.QuerySelectorAsync("#resources:not([hidden]) [role=treeitem]:nth-child(2)") is { } item)
                await item.ClickAsync();
            Outline(await page.Accessibility.SnapshotAsync(), "", outline);
        }
        var text = string.Join('\n', outline).ReplaceLineEndings("\n") + "\n";
        var golden = Path.Combine(Built.TestSource, "Report", "report.structure.txt");
        if (Environment.GetEnvironmentVariable("WRITE_GOLDENS") == "1")
            await File.WriteAllTextAsync(golden, text, TestContext.Current.CancellationToken);

        Assert.True(
            await File.ReadAllTextAsync(golden, TestContext.Current.CancellationToken) == text,
            "offline/tests/Preview.Tests/Report/report.structure.txt is stale: make goldens"
        );
    }

    public void Dispose() => folder.Dispose();

    // Role, name and state.
    private static void Outline(SerializedAXNode node, string indent, List<string> lines)
    {
        var states = new[]
        {
            node.Level > 0 ? string.Create(CultureInfo.InvariantCulture, $"level {node.Level}") : "",
            node.Expanded ? "expanded" : "",
            node.Selected ? "selected" : "",
        };
        lines.Add($"{indent}{node.Role} '{node.Name}' {string.Join(' ', states.Where(state => state.Length > 0))}".TrimEnd());
        foreach (var child in node.Children ?? [])
            Outline(child, indent + "  ", lines);
    }

    private async Task<IPage> OpenAsync(ReportContent content, int width = 1400, int height = 900, bool isDark = false) =>
        await browser.OpenAsync(folder.Write("report.html", ReportPage.Write(content)), width, height, isDark);

    // The page's own policy refuses other scripts, so axe is injected the way developer tools do it.
    private static async Task<string> AxeAsync() =>
        await File.ReadAllTextAsync(await BrowserFixture.PackageFileAsync("axe-core/axe.min.js"));

    private static async Task PressAsync(IPage page, params string[] keys)
    {
        foreach (var key in keys)
            await page.Keyboard.PressAsync(key, new PressOptions());
    }

    private static Task<string> FocusedAsync(IPage page) => page.EvaluateExpressionAsync<string>("document.activeElement.id");

    private static Task<string> FocusedNameAsync(IPage page) =>
        page.EvaluateExpressionAsync<string>("document.activeElement.querySelector('.name').textContent");

    private static Task<string> TextAsync(IPage page, string selector) =>
        page.EvaluateFunctionAsync<string>("selector => document.querySelector(selector).textContent.trim()", selector);

    private static ReportContent Content(DeploymentPlan plan) => new() { Plan = plan, Graph = GraphBuilder.Build(plan, Highlights.For) };

    // One of each kind of difference, a finding of each outcome, a cost, an output and a message.
    private static ReportContent Changed()
    {
        var room = Component("acme:index:Room", "room");
        var table = Resource("acme:index:Table", "table", ("size", Text("small")), ("key", Secret("k")));
        var chair = Resource("acme:index:Chair", "chair", ("legs", new PlanNumber(4))).Needing(("legs", table)).Under(room);
        var bucket = Resource("gcp:storage/bucket:Bucket", "bucket", ("location", Text("EU")));
        var before = Of(
            table with
            {
                Inputs = Map(("size", Text("big"))),
            },
            bucket with
            {
                Inputs = Map(("location", Text("US"))),
            },
            Resource("acme:index:Lamp", "lamp")
        );
        var after = Of(room, table, chair, bucket) with
        {
            Outputs = Map(("address", Text("<table.address>"))),
            Diagnostics = [new Diagnostic(Severity.Warning, "the table is small", table.Urn)],
        };
        var diff = PlanComparer.Compare(before, after, "main");
        return new ReportContent
        {
            Plan = after,
            Diff = diff,
            Graph = GraphBuilder.Build(before, after, diff, Highlights.For),
            Findings =
            [
                new ReportFinding(bucket.Urn, "CKV_1 Buckets are private", "high", "violation", "public, not private"),
                new ReportFinding(table.Urn, "CKV_2 Tables are level", "low", "waived", "It leans. Accepted: so does the floor."),
                new ReportFinding(chair.Urn, "CKV_3 Chairs are stable", "low", "unknown", "Only the cloud knows."),
            ],
            Cost = new ReportCost("10 to 12 USD a month", [new ReportCostLine(bucket.Urn, "storage", "10.00")], ["Without tax."]),
        };
    }
}
