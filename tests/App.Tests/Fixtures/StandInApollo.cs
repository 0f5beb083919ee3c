using System.Net;
using System.Text;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>
/// Answers in Apollo's place in this process, so that the fixtures' backends can enrich; all other requests are sent to their hosts.
/// </summary>
internal sealed class StandInApollo() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    public const string Key = "planted-value-8";

    private const string Person = """
        {"person":{"name":"Anna Muster","title":"Director","email":"anna@muster.example","email_status":"verified",
         "linkedin_url":"http://www.linkedin.com/in/anna-muster","organization":{"name":"Muster & Co"}}}
        """;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.RequestUri!.Host == "api.apollo.io"
            ? Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Person, Encoding.UTF8, "application/json") }
            )
            : base.SendAsync(request, cancellationToken);
}
