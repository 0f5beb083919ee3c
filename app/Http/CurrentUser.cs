using Microsoft.Extensions.Validation;

namespace PmCrm.App.Http;

/// <summary>
/// The user of a verified access token. A handler of an authenticated group takes it as a parameter, and uses <see cref="Id"/> in the
/// predicate of every statement.
/// </summary>
#pragma warning disable ASP0029 // SkipValidation is marked for evaluation in .NET 10. The ids come from the token, not from the client.
[SkipValidation]
#pragma warning restore ASP0029
public sealed record CurrentUser(Guid Id, Guid SessionId) : IBindableFromHttpContext<CurrentUser>
{
    /// <summary>The session id of a request with an API token, which has no session.</summary>
    public static readonly Guid NoSession = Guid.Empty;

    public static ValueTask<CurrentUser?> BindAsync(HttpContext context, System.Reflection.ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<CurrentUser>());
}
