using Microsoft.Extensions.Validation;

namespace PmCrm.App.Http;

/// <summary>
/// Who is asking: a handler of an authenticated group takes it as a parameter, and puts <see cref="Id"/> into the predicate of every
/// statement. It comes from a verified token, not from what a client wrote: there is nothing to validate.
/// </summary>
#pragma warning disable ASP0029 // For evaluation in .NET 10: without it each request validates both ids.
[SkipValidation]
#pragma warning restore ASP0029
public sealed record CurrentUser(Guid Id, Guid SessionId) : IBindableFromHttpContext<CurrentUser>
{
    public static ValueTask<CurrentUser?> BindAsync(HttpContext context, System.Reflection.ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<CurrentUser>());
}
