namespace Pulumi;

/// <content>Functions of the program that the engine calls.</content>
public sealed partial class Deployment
{
    private async Task<IReadOnlyCollection<CallbackReference>> OfferTransformsAsync(ResourceOptions options)
    {
        await RequireAsync(options.ResourceTransforms.Count > 0, Features.Transforms, nameof(options.ResourceTransforms)).ConfigureAwait(false);
        return [];
    }
}
