using System.Text;
using PmCrm.Preview.Cost;

namespace PmCrm.Preview.Render;

/// <summary>A cost estimate as Markdown: totals, components, every item with the source of its price.</summary>
internal static class CostMarkdown
{
    public static string Write(CostEstimate estimate)
    {
        var text = new StringBuilder();
        text.Append($"## {Markdown.Code(estimate.Project)} / {Markdown.Code(estimate.Stack)}: cost a month\n\n");
        text.Append("US dollars at list prices, without tax, discounts and credits.");
        text.Append(estimate.Budget is null ? "\n\n" : $" Stack's {CostWords.Budget(estimate)}.\n\n");
        text.Append("| component | minimum | reachable | ceiling |\n| --- | ---: | ---: | ---: |\n");
        foreach (var (component, monthly) in estimate.ByComponent)
            text.Append($"| {(component.Length == 0 ? "none" : Markdown.CodeCell(component))} | {Amounts(monthly)} |\n");
        text.Append($"| **total** | {Amounts(estimate.Total)} |\n\n");
        text.Append(
            "minimum: autoscalers at their lowest; reachable: as many nodes as the pods at their maximum fill; "
                + "ceiling: all at their limits.\n\n"
        );
        if (estimate.Unpriced.Count > 0)
            text.Append("### Without a price, not in the total\n\n");
        foreach (var remark in estimate.Unpriced)
            text.Append($"- {Markdown.Code(remark.Resource)}: {Markdown.Code(remark.Why)}\n");
        text.Append(
            "\n### Items\n\n| resource | item | quantity | unit | price | minimum | source |\n"
                + "| --- | --- | ---: | --- | ---: | ---: | --- |\n"
        );
        foreach (var line in estimate.Lines)
            text.Append(
                $"| {Markdown.CodeCell(line.Resource)} | {Markdown.CodeCell(line.What)}{(line.IsUsage ? " (assumed)" : "")} "
                    + $"| {Number(line.Quantity.Minimum)} | {line.Price.Unit} | {Number(line.Price.Amount)} "
                    + $"| {CostWords.Cents(line.Monthly.Minimum)} "
                    + $"| {Markdown.CodeCell($"{line.Price.Source}, {line.Price.Date}, {line.Price.Region}, {line.Price.Confidence}")} |\n"
            );
        text.Append('\n');
        foreach (var note in estimate.Notes)
            text.Append($"- {Markdown.Code(note)}\n");
        return text.Append($"- {TextLayout.Count(estimate.Free.Count, "resource")} free of charge\n").ToString();
    }

    private static string Amounts(CostRange range) =>
        $"{CostWords.Cents(range.Minimum)} | {CostWords.Cents(range.Reachable)} | {CostWords.Cents(range.Ceiling)}";

    private static string Number(decimal number) => number.ToString("0.########", System.Globalization.CultureInfo.InvariantCulture);
}
