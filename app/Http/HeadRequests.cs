using Microsoft.AspNetCore.Routing;

namespace PmCrm.App.Http;

/// <summary>
/// Answers HEAD where GET is answered (RFC 9110, 9.3.2): the same status and headers; the server leaves out the body, which it does for
/// every HEAD request.
/// </summary>
public static class HeadRequests
{
    /// <summary>Has each endpoint that takes GET take HEAD too, and say so in the Allow header of a 405.</summary>
    public static T AnswerHead<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        // Last of all conventions: the routes of a group have their methods by then.
        endpoints.Finally(endpoint =>
        {
            var methods = endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault();
            if (methods?.HttpMethods is [var method] && HttpMethods.IsGet(method))
                endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head], methods.AcceptCorsPreflight));
        });
        return endpoints;
    }
}
