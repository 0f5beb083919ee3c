using System.Reflection;
using PmCrm.App.Configuration;

namespace PmCrm.App.OpenApi;

/// <summary>
/// The build writes openapi/v1.json by loading this program in a tool that asks it for the document, on a machine that has none of the
/// servers and secrets.
/// </summary>
internal static class BuildTimeDocument
{
    public static bool IsBeingWritten => Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";

    /// <summary>Enough to be built with; nothing connects to it.</summary>
    public static AppOptions Options => AppOptionsReader.Read(
        name => name switch
        {
            Variables.DatabaseUrl => "postgresql://nobody@127.0.0.1:1/none",
            Variables.RedisUrl => "redis://127.0.0.1:1",
            Variables.JwtSecret or Variables.EncryptionKey => new string('0', 64),
            Variables.LogLevel => "fatal",
            _ => null,
        },
        // Nor does the machine that builds have the time zones, if it is not a Linux.
        Needs.Everything & ~Needs.TimeZones);
}
