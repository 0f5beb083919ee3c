using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PmCrm.App.Tests.Fixtures;

namespace PmCrm.App.Tests.Security;

public sealed partial class BearerAuthenticationTests(AppFixture app) : IClassFixture<AppFixture>
{
    /// <summary>Operations that need no session; every other operation of the document needs a token.</summary>
    private static readonly string[] Public =
    [
        "Register",
        "Login",
        "FinishLogin",
        "VerifyEmail",
        "RequestPasswordReset",
        "ResetPassword",
        "RevertEmail",
        "Refresh",
        "StartGoogleSignIn",
        "FinishGoogleSignIn",
        "StartMicrosoftSignIn",
        "FinishMicrosoftSignIn",
        // The configured sign-in methods, for the sign-in page.
        "ListFeatures",
    ];

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer not-a-token")]
    [InlineData("Basic dXNlcjpwYXNzd29yZA==")]
    public async Task Every_operation_except_signing_in_refuses_requests_without_a_valid_token(string? authorization)
    {
        var client = app.Anonymous;
        var tried = 0;
        foreach (var (method, path, name) in await Operations(client))
        {
            if (Public.Contains(name))
                continue;
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);

            var response = await client.SendAsync(request);

            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{name} answered {(int)response.StatusCode}");
            Assert.Equal([new AuthenticationHeaderValue("Bearer")], response.Headers.WwwAuthenticate);
            await Task.FromResult(response).ExpectProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            tried++;
        }
        Assert.InRange(tried, 30, 200);
    }

    [Fact]
    public async Task The_scheme_is_case_insensitive()
    {
        var person = await app.NewPerson();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
        request.Headers.TryAddWithoutValidation("Authorization", $"bEARER  {person.Tokens.AccessToken} ");

        await app.Anonymous.SendAsync(request).Expect(HttpStatusCode.OK);
    }

    private static async Task<List<(string Method, string Path, string Name)>> Operations(HttpClient client)
    {
        var document = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json"))!;
        return
        [
            .. from path in document["paths"]!.AsObject()
            from operation in path.Value!.AsObject()
            select (
                operation.Key.ToUpperInvariant(),
                Hole().Replace(path.Key, Guid.Empty.ToString()),
                operation.Value!["operationId"]!.GetValue<string>()
            ),
        ];
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Hole();
}
