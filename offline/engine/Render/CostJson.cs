using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PmCrm.Preview.Cost;

namespace PmCrm.Preview.Render;

/// <summary>A cost estimate for programs: every item with its price and source, in US dollars a month.</summary>
internal static class CostJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 4,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(CostEstimate estimate)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("project", estimate.Project);
            json.WriteString("stack", estimate.Stack);
            json.WriteString("currency", "USD");
            json.WriteNumber("hoursPerMonth", CostEstimate.HoursPerMonth);
            WriteRange(json, "total", estimate.Total);
            WriteRange(json, "fixed", estimate.FixedTotal);
            WriteRange(json, "usage", estimate.UsageTotal);
            if (estimate.Budget is { } budget)
            {
                json.WriteStartObject("budget");
                json.WriteNumber("low", budget.Low);
                json.WriteNumber("high", budget.High);
                json.WriteEndObject();
            }
            json.WriteStartArray("lines");
            foreach (var line in estimate.Lines)
                WriteLine(json, line);
            json.WriteEndArray();
            WriteRemarks(json, "unpriced", estimate.Unpriced);
            WriteRemarks(json, "free", estimate.Free);
            json.WriteStartArray("notes");
            foreach (var note in estimate.Notes)
                json.WriteStringValue(note);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    private static void WriteLine(Utf8JsonWriter json, CostLine line)
    {
        json.WriteStartObject();
        json.WriteString("urn", line.Urn);
        json.WriteString("component", line.Component);
        json.WriteString("what", line.What);
        json.WriteString("item", line.Price.Item);
        json.WriteString("vendor", line.Price.Vendor);
        json.WriteString("unit", line.Price.Unit);
        json.WriteNumber("unitPrice", line.Price.Amount);
        WriteRange(json, "quantity", line.Quantity);
        WriteRange(json, "monthly", line.Monthly);
        json.WriteBoolean("assumed", line.IsUsage);
        json.WriteString("region", line.Price.Region);
        json.WriteString("source", line.Price.Source);
        json.WriteString("date", line.Price.Date);
        json.WriteString("confidence", line.Price.Confidence);
        json.WriteEndObject();
    }

    private static void WriteRemarks(Utf8JsonWriter json, string name, IReadOnlyList<CostRemark> remarks)
    {
        json.WriteStartArray(name);
        foreach (var remark in remarks)
        {
            json.WriteStartObject();
            json.WriteString("urn", remark.Urn);
            json.WriteString("type", remark.Type);
            json.WriteString("why", remark.Why);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteRange(Utf8JsonWriter json, string name, CostRange range)
    {
        json.WriteStartObject(name);
        json.WriteNumber("minimum", Math.Round(range.Minimum, 6));
        json.WriteNumber("reachable", Math.Round(range.Reachable, 6));
        json.WriteNumber("ceiling", Math.Round(range.Ceiling, 6));
        json.WriteEndObject();
    }
}
