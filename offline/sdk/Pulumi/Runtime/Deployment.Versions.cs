using Grpc.Core;

namespace Pulumi;

/// <content>Requirements of a program on the CLI that runs it.</content>
public sealed partial class Deployment
{
    /// <summary>Fails the run unless the CLI's version is in the range.</summary>
    /// <param name="pulumiVersionRange">Such as <c>>=3.200.0 &lt;4.0.0</c>.</param>
    /// <exception cref="InvalidOperationException">Outside a run.</exception>
    public static Task RequirePulumiVersionAsync(string pulumiVersionRange)
    {
        var deployment = Required;
        var asking = AskAsync();
        deployment.Runner.Watch(asking);
        return asking;

        async Task AskAsync()
        {
            try
            {
                await deployment.engine.RequirePulumiVersionAsync(pulumiVersionRange).ConfigureAwait(false);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
            {
                throw new RequirePulumiVersionException("This version of the CLI cannot be asked for its version; a newer one can.");
            }
            catch (RpcException e)
            {
                throw new RequirePulumiVersionException(e.Status.Detail);
            }
        }
    }

    // A log shows its name, which is that of the official SDK (Deployment_RequirePulumiVersion.cs).
    private sealed class RequirePulumiVersionException(string message) : Exception(message);
}
