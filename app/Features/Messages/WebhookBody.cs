using Microsoft.AspNetCore.Http.Features;

namespace PmCrm.App.Features.Messages;

/// <summary>Reads the body of a webhook as bytes, since the signature covers the exact bytes.</summary>
internal static class WebhookBody
{
    /// <param name="max">In bytes.</param>
    /// <returns>Null if it is larger than that.</returns>
    public static async Task<byte[]?> Read(HttpRequest request, int max, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = max + 1;
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > max)
                return null;
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }
}
