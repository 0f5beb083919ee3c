using System.Globalization;
using System.Text;
using PmCrm.Preview.Cost;

namespace PmCrm.Preview.Render;

/// <summary>A cost estimate as a person reads it in a terminal.</summary>
internal static class CostText
{
    private const int NameWidth = 26;
    private const int WhatWidth = 34;

    public static string Write(CostEstimate estimate, Paint paint)
    {
        var text = new StringBuilder();
        text.Append(paint.Bold(Inert.Line($"{estimate.Project} / {estimate.Stack}")));
        text.Append("   US dollars a month, list prices without tax, discounts and credits\n\n").Append(Header()).Append('\n');
        foreach (var (component, monthly) in estimate.ByComponent)
        {
            text.Append('\n').Append(paint.Bold(Row(component.Length == 0 ? "(no component)" : component, "", monthly))).Append('\n');
            foreach (var line in estimate.Lines.Where(line => line.Component == component))
                text.Append(Row($"  {line.Resource}", line.What + Mark(line), line.Monthly)).Append('\n');
        }
        text.Append('\n').Append(Row("follows from the plan", "", estimate.FixedTotal)).Append('\n');
        text.Append(Row($"assumed in {UsageAssumptions.FileName}", "", estimate.UsageTotal)).Append('\n');
        text.Append(paint.Bold(Row("total", CostWords.Budget(estimate), estimate.Total))).Append('\n');
        WriteRemarks(text, estimate, paint);
        return text.ToString();
    }

    private static void WriteRemarks(StringBuilder text, CostEstimate estimate, Paint paint)
    {
        if (estimate.Unpriced.Count > 0)
            text.Append('\n').Append(paint.Bold("without a price, not in the total")).Append('\n');
        foreach (var remark in estimate.Unpriced)
            Wrap(text, $"{remark.Resource}: {remark.Why}");
        text.Append($"\n{TextLayout.Count(estimate.Free.Count, "resource")} free of charge; --format json lists them with the source\n");
        if (estimate.Lines.Any(line => line.IsUsage))
            text.Append($"~ the quantity is assumed in {UsageAssumptions.FileName}\n");
        if (estimate.Lines.Any(line => !line.Price.IsExact))
            text.Append("? the price was not read from the vendor for this region\n");
        foreach (var note in estimate.Notes)
        foreach (var line in TextLayout.Wrap(Inert.Line(note), TextLayout.Width))
            text.Append(line).Append('\n');
    }

    private static void Wrap(StringBuilder text, string remark)
    {
        foreach (var line in TextLayout.Wrap(Inert.Line(remark), TextLayout.Width - 2))
            text.Append("  ").Append(line).Append('\n');
    }

    private static string Mark(CostLine line) => (line.IsUsage ? " ~" : "") + (line.Price.IsExact ? "" : " ?");

    private static string Header() => $"{"", -NameWidth} {"", -WhatWidth} {"minimum", 10} {"reachable", 10} {"ceiling", 10}";

    private static string Row(string name, string what, CostRange monthly) =>
        string.Create(CultureInfo.InvariantCulture, $"{Cell(name, NameWidth)} {Cell(what, WhatWidth)} ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"{monthly.Minimum, 10:0.00} {monthly.Reachable, 10:0.00} {monthly.Ceiling, 10:0.00}"
        );

    private static string Cell(string text, int width) => TextLayout.Cut(Inert.Line(text), width).PadRight(width);
}
