using System.Reflection;
using PmCrm.App.Configuration;
using PmCrm.Contract;

namespace PmCrm.App.OpenApi;

/// <summary>
/// The build writes openapi/v1.json by loading this program in a tool that asks it for the document, on a machine that has none of the
/// servers and secrets.
/// </summary>
internal static class BuildTimeDocument
{
    public static bool IsBeingWritten => Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";

    /// <summary>Enough to be built with; nothing connects to it.</summary>
    public static AppOptions Options =>
        AppOptionsReader.Read(
            name =>
                name switch
                {
                    AppVariables.DatabaseUrl => "postgresql://nobody@127.0.0.1:1/none",
                    AppVariables.RedisUrl => "redis://127.0.0.1:1",
                    AppVariables.JwtSecret or AppVariables.EncryptionKey => new string('0', 64),
                    AppVariables.LogLevel => "fatal",
                    _ => null,
                },
            // The machine that builds has no time zone database if it is not a Linux.
            AppProcess.Backend,
            needsTimeZones: false
        );
}
