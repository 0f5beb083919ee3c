using System.Text.Json.Serialization;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Me;

/// <summary>The format of an export.</summary>
[JsonConverter(typeof(TextEnum<ExportFormat>))]
public enum ExportFormat
{
    /// <summary>All data of the account; private fields are not encrypted.</summary>
    Json,

    /// <summary>The contacts as vCards 4.0.</summary>
    Vcard,

    /// <summary>The contacts as vCards 3.0, which Apple, Google and Outlook read best.</summary>
    Vcard3,

    /// <summary>The contacts as CSV, for a spreadsheet; no cell can run as a formula.</summary>
    Csv,
}

internal static class ExportFormats
{
    public static string ContentType(this ExportFormat format) =>
        format switch
        {
            ExportFormat.Json => "application/json",
            ExportFormat.Csv => "text/csv",
            _ => "text/vcard",
        };

    public static string FileName(this ExportFormat format) =>
        format switch
        {
            ExportFormat.Json => "pmcrm-export.json",
            ExportFormat.Csv => "pmcrm-contacts.csv",
            _ => "pmcrm-contacts.vcf",
        };
}
