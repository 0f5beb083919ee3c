using PmCrm.Samples.Shapes;
using Pulumi;

namespace PmCrm.Samples.Programs;

/// <summary>Every log level, about a resource and about none. <c>Log.Error</c> alone fails the run, with exit code 1.</summary>
internal static class Logging
{
    public static Task<int> QuietAsync() =>
        Deployment.RunAsync(() =>
        {
            var thing = new Thing("thing");
            Log.Debug("sample: debug");
            Log.Info("sample: info", thing);
            Log.Info("sample: passing", ephemeral: true, streamId: 7);
            Log.Warn("sample: warning", thing);
        });

    public static Task<int> ErrorAsync() =>
        Deployment.RunAsync(() =>
        {
            Log.Error("sample: error", new Thing("thing"));
            Log.Exception(new InvalidOperationException("sample: exception"));
        });
}
