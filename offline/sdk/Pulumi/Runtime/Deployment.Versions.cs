using Grpc.Core;

namespace Pulumi;

/// <content>Requirements of a program on the CLI that runs it.</content>
public sealed partial class Deployment
{
    /// <summary>Fails the run unless the CLI's version is in the range.</summary>
    /// <param name="pulumiVersionRange">Such as <c>>=3.200.0 &lt;4.0.0</c>.</param>
    /// <exception cref="InvalidOperationException">Outside a run, or the version is not in the range.</exception>
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
                throw new InvalidOperationException("This version of the CLI cannot be asked for its version; a newer one can.", e);
            }
            catch (RpcException e)
            {
                throw new InvalidOperationException(e.Status.Detail, e);
            }
        }
    }
}
