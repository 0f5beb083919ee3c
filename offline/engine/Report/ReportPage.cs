using System.Security.Cryptography;
using System.Text;
using PmCrm.Preview.Diff;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Render;

namespace PmCrm.Preview.Report;

/// <summary>
/// A report as one HTML file: data, style and script are inside. Its content security policy allows nothing else, not even a script that
/// is injected through a resource's name.
/// </summary>
internal static class ReportPage
{
    public static string Write(ReportContent content)
    {
        var (style, script) = (ReportFile.Read("report.css") + SvgWriter.StyleSheet, ReportFile.Read("report.js"));
        var plan = content.Plan;
        var title = SvgWriter.Escape($"{plan.Project} / {plan.Stack}");
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy(style, script)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <style>{style}</style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            <header>
            <h1><bdi>{title}</bdi></h1>
            <p>{SvgWriter.Escape(Summary(content))}</p>
            {Failure(content)}
            <noscript><p class="failure">This page shows resources with a script, which is turned off. The picture below needs none.</p></noscript>
            <div role="tablist" aria-label="Parts of the report" id="tabs"></div>
            </header>
            <main id="main" tabindex="-1">
            <section id="resources" data-tab="Resources">
            <h2 class="hidden">Resources</h2>
            <div class="columns">
            <div class="list">
            <form id="filters" role="search">
            <label>Search <input type="search" id="search" placeholder="name, type or value" autocomplete="off"></label>
            <label>Package <select id="package"><option value="">all</option></select></label>
            <label>Only <select id="only"><option value="">everything</option></select></label>
            </form>
            <p id="count" role="status"></p>
            <div id="tree" role="tree" aria-label="Resources"></div>
            </div>
            <article id="detail" aria-label="The chosen resource" tabindex="-1"><p>Choose a resource.</p></article>
            </div>
            </section>
            <section id="changes" data-tab="Changes"><h2>Changes</h2></section>
            <section id="policy" data-tab="Policy"><h2>Policy</h2></section>
            <section id="cost" data-tab="Cost"><h2>Cost</h2></section>
            <section id="picture" data-tab="Picture"><h2>Picture</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="Picture of the architecture">
            {SvgWriter.WriteElement(content.Graph)}</div></section>
            <section id="outputs" data-tab="Outputs"><h2>Outputs</h2></section>
            <section id="messages" data-tab="Messages"><h2>Messages</h2></section>
            </main>
            <script type="application/json" id="data">{ReportJson.Write(content)}</script>
            <script>{script}</script>
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    private static string Policy(string style, string script) =>
        $"default-src 'none'; script-src '{Hash(script)}'; style-src '{Hash(style)}'; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Summary(ReportContent content)
    {
        var count = TextLayout.Count(content.Plan.Resources.Count(resource => !resource.IsStack), "resource");
        var totals = string.Join(", ", Totals.Of(content.Plan).Select(total => $"{total.Package} {total.Count}"));
        var diff = content.Diff is { } found ? $" Against {found.BaseName}: {Changes(found)}." : "";
        return $"{count}{(totals.Length == 0 ? "" : $": {totals}")}.{diff}";
    }

    private static string Changes(PlanDiff diff) => diff.IsEmpty ? "nothing changes" : DiffMark.Summary(diff);

    private static string Failure(ReportContent content)
    {
        var errors = content
            .Plan.Diagnostics.Where(said => said.Severity == Severity.Error)
            .Select(said => said.Message)
            .Distinct()
            .ToList();
        if (errors.Count == 0)
            return "";
        var lines = string.Join('\n', errors.SelectMany(error => error.Split('\n')).Select(SvgWriter.Escape));
        return $"""<div class="failure" role="alert"><strong>The program failed.</strong> What it had registered until then is below.<pre>{lines}</pre></div>""";
    }
}
