using System.Xml.Linq;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Graph;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;
using PmCrm.Preview.Report;
using PmCrm.Preview.Tests.Harness;
using PuppeteerSharp;
using static PmCrm.Preview.Tests.Harness.Plans;

namespace PmCrm.Preview.Tests.Report;

/// <summary>Drawings: the layout, and that hostile resource names cannot change the drawing.</summary>
public sealed class DrawingTests(PlatformPlans platform, BrowserFixture browser)
{
    private const int LegibleWidth = 1600;

    /// <summary>Names with a meaning in XML, in a browser or in Mermaid.</summary>
    private static readonly string[] Hostile =
    [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "end",
        "a --> b",
        "]]> & <![CDATA[",
        "#quot;`**bold**`\"]",
        "subgraph x; click y \"javascript:alert(1)\"",
        "%%{init: {'securityLevel': 'loose'}}%%",
        "\u202eright to left\u202c \u05e9\u05dc\u05d5\u05dd",
        "مرحبا بالعالم",
        "👩‍👩‍👧‍👦 family 🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀",
        "数据库数据库数据库数据库数据库数据库数据库数据库",
        new string('W', 300),
        "two\nlines\u001b[31m\0",
        "",
    ];

    [Theory]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task Boxes_of_a_stack_do_not_overlap_and_fit_a_page(string stack) =>
        AssertLaidOut(Drawing.Of(GraphBuilder.Build(await platform.OfAsync(stack), Highlights.For)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(24)]
    [InlineData(300)]
    public void Boxes_of_any_program_do_not_overlap_and_fit_a_page(int count)
    {
        var drawing = Drawing.Of(GraphBuilder.Build(Tangle(count), Highlights.For));

        AssertLaidOut(drawing);
        Assert.Equal(drawing.Graph.Links.Count, drawing.Links.Count);
    }

    [Fact]
    public async Task A_line_passes_through_no_box_and_ends_at_its_own()
    {
        var drawing = Drawing.Of(GraphBuilder.Build(await platform.OfAsync("production"), Highlights.For));

        Assert.True(drawing.Links.Count > 20, $"{drawing.Links.Count} lines would show little");
        foreach (var line in drawing.Links)
        {
            for (var i = 1; i < line.Corners.Count; i++)
            {
                var stretch = Stretch(line.Corners[i - 1], line.Corners[i]);
                Assert.All(drawing.Boxes, box =>
                    Assert.False(stretch.Overlaps(box.Value), $"{line.Link.From.Title} -> {line.Link.To.Title} passes {box.Key.Title}")
                );
            }
            Assert.True(Touches(drawing.Boxes[line.Link.From], line.Corners[0]));
            Assert.True(Touches(drawing.Boxes[line.Link.To], line.Corners[^1]));
        }
    }

    [Fact]
    public void A_drawing_is_XML_without_script_whatever_the_names_are()
    {
        var svg = XDocument.Parse(SvgWriter.Write(GraphBuilder.Build(OfNames(), Highlights.For)));

        Assert.All(svg.Descendants(), element =>
        {
            Assert.DoesNotContain(element.Name.LocalName, (string[])["script", "foreignObject", "image", "a", "img"]);
            Assert.DoesNotContain(element.Attributes(), attribute =>
                attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)
            );
            Assert.DoesNotContain(element.Attributes(), attribute => attribute.Name.LocalName is "style" or "href" or "src");
        });
        Assert.Contains(svg.Descendants(), element => element.Value == "<script>alert(1)</script> (Bench0)");
    }

    [Theory]
    [InlineData("production")]
    [InlineData("hostile names")]
    public async Task Every_text_fits_its_box(string what)
    {
        var plan = what == "production" ? await platform.OfAsync(what) : OfNames();
        using var folder = new TempFolder();
        var file = folder.Write("drawing.svg", SvgWriter.Write(GraphBuilder.Build(plan, Highlights.For)));
        await using var page = await browser.OpenAsync(file);

        var outside = await page.EvaluateExpressionAsync<string[]>(
            """
            [...document.querySelectorAll('.box')].flatMap(box => {
              const room = box.querySelector('.edgeline').getBBox();
              return [...box.querySelectorAll('text')].filter(text => {
                const area = text.getBBox();
                return area.width > 0 && (area.x < room.x || area.x + area.width > room.x + room.width || area.y < room.y || area.y + area.height > room.y + room.height);
              }).map(text => `${text.textContent}: ${text.getBBox().width} in ${room.width}`);
            })
            """
        );

        Assert.Equal([], outside);
    }

    [Theory]
    [InlineData("production")]
    [InlineData("hostile names")]
    [InlineData("nothing")]
    public async Task Mermaid_itself_draws_the_text_and_shows_names_as_they_are(string what)
    {
        var plan = what switch
        {
            "production" => await platform.OfAsync(what),
            "nothing" => Of(),
            _ => OfNames(),
        };
        var graph = GraphBuilder.Build(plan, Highlights.For);
        using var folder = new TempFolder();
        await using var page = await browser.OpenAsync(folder.Write("page.html", "<!DOCTYPE html><title>Mermaid</title><body></body>"));
        await page.AddScriptTagAsync(new AddTagOptions { Path = await BrowserFixture.PackageFileAsync("mermaid/dist/mermaid.min.js") });

        var shown = await page.EvaluateFunctionAsync<string>(
            """
            async text => {
              mermaid.initialize({ startOnLoad: false, maxTextSize: 500000 });
              await mermaid.parse(text);
              document.body.innerHTML = (await mermaid.render('drawing', text)).svg;
              if (document.body.querySelector('script, img')) return 'a name became markup';
              return document.body.textContent;
            }
            """,
            MermaidWriter.Write(graph)
        );

        Assert.All(graph.Boxes, box => Assert.Contains(Squeeze(Inert.Line(box.Title)), Squeeze(shown), StringComparison.Ordinal));
    }

    [Fact]
    public void A_diff_is_shown_by_word_and_sign_and_not_by_colour_alone()
    {
        var (before, after) = (
            Of(Resource("acme:index:Table", "table", ("size", Text("big"))), Resource("acme:index:Lamp", "lamp")),
            Of(Resource("acme:index:Table", "table", ("size", Text("small"))), Resource("acme:index:Chair", "chair"))
        );
        var graph = GraphBuilder.Build(before, after, PlanComparer.Compare(before, after, "main"), Highlights.For);

        var texts = XDocument
            .Parse(SvgWriter.Write(graph))
            .Descendants()
            .Where(element => element.Name.LocalName == "text")
            .Select(element => element.Value)
            .ToList();

        Assert.Superset(new HashSet<string> { "+ added", "~ changed", "- removed" }, texts.ToHashSet());
        Assert.Contains("+ added", MermaidWriter.Write(graph).Replace("#126;", "~", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static string Squeeze(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && letter != '\u200b'));

    private static void AssertLaidOut(Drawing drawing)
    {
        var boxes = drawing.Boxes.ToList();
        for (var i = 0; i < boxes.Count; i++)
        for (var j = i + 1; j < boxes.Count; j++)
            Assert.False(boxes[i].Value.Overlaps(boxes[j].Value), $"{boxes[i].Key.Title} overlaps {boxes[j].Key.Title}");
        Assert.All(boxes, box =>
        {
            for (var frame = box.Key.Frame; frame.Parent is not null; frame = frame.Parent)
                Assert.True(Holds(drawing.Frames[frame], box.Value), $"{box.Key.Title} is outside of {frame.Title}");
        });
        var labels = drawing.Links.Where(link => link.Text is not null).Select(link => link.Text!.Value.Area).ToList();
        Assert.All(labels, label => Assert.DoesNotContain(boxes, box => box.Value.Overlaps(label)));
        Assert.True(drawing.Width <= LegibleWidth, $"{drawing.Width} pixels wide");
    }

    private static bool Holds(Rect outer, Rect inner) =>
        outer.X <= inner.X
        && outer.Y <= inner.Y
        && outer.X + outer.Width >= inner.X + inner.Width
        && outer.Y + outer.Height >= inner.Y + inner.Height;

    private static bool Touches(Rect box, (double X, double Y) point) =>
        point.X >= box.X && point.X <= box.X + box.Width && point.Y >= box.Y && point.Y <= box.Y + box.Height;

    // Half a pixel thick, without its ends, which may be on the border of a box.
    private static Rect Stretch((double X, double Y) a, (double X, double Y) b) =>
        a.X == b.X
            ? new Rect(a.X, Math.Min(a.Y, b.Y) + 1, 0.5, Math.Max(0, Math.Abs(a.Y - b.Y) - 2))
            : new Rect(Math.Min(a.X, b.X) + 1, a.Y, Math.Max(0, Math.Abs(a.X - b.X) - 2), 0.5);

    private static DeploymentPlan OfNames() =>
        Of([.. Hostile.Select((name, i) => Resource($"acme:index:Bench{i}", name, ("colour", Text(name))))]);

    // Resources of many kinds with random dependencies.
    private static DeploymentPlan Tangle(int count)
    {
        string[] types =
        [
            "gcp:storage/bucket:Bucket",
            "acme:index:Bench",
            "aws:lambda/function:Function",
            "aws:ec2/vpc:Vpc",
            "gcp:sql/databaseInstance:DatabaseInstance",
        ];
        var random = new Random(count);
        var resources = new List<PlanResource>();
        for (var i = 0; i < count; i++)
        {
            var needed =
                resources.Count == 0
                    ? []
                    : Enumerable.Range(0, random.Next(3)).Select(_ => ("p", resources[random.Next(resources.Count)])).Distinct();
            resources.Add(
                Resource(types[random.Next(types.Length)], $"resource-{i}-{new string('x', random.Next(30))}").Needing([.. needed])
            );
        }
        return Of([.. resources]);
    }
}
