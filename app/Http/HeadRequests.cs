using Microsoft.AspNetCore.Routing;

namespace PmCrm.App.Http;

/// <summary>
/// Answers HEAD wherever GET is answered (RFC 9110, 9.3.2), with the same status and headers; the server omits the body of every answer to
/// HEAD. A handler whose body takes long, or costs money, makes none for HEAD.
/// </summary>
public static class HeadRequests
{
    /// <summary>Makes each endpoint for GET accept HEAD too, and list it in the Allow header of a 405.</summary>
    public static T AnswerHead<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        // Runs after all other conventions, when the routes of a group have their methods.
        endpoints.Finally(endpoint =>
        {
            var methods = endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault();
            if (methods?.HttpMethods is [var method] && HttpMethods.IsGet(method))
                endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head], methods.AcceptCorsPreflight));
        });
        return endpoints;
    }
}
