using System.Reflection;
using PmCrm.App.Configuration;
using PmCrm.Contract;

namespace PmCrm.App.OpenApi;

/// <summary>
/// The build writes openapi/v1.json: a tool loads this program and requests the document, on a machine without the servers and secrets.
/// </summary>
internal static class BuildTimeDocument
{
    public static bool IsBeingWritten => Assembly.GetEntryAssembly()?.GetName().Name == "GetDocument.Insider";

    /// <summary>Enough options to build the host; nothing connects to these addresses.</summary>
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
            // The build machine may have no time zone database (if it is not Linux).
            AppProcess.Backend,
            needsTimeZones: false
        );
}
