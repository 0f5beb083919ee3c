namespace PmCrm.App.Http;

/// <summary>
/// Who is asking: a handler of an authenticated group takes it as a parameter, and puts <see cref="Id"/> into the predicate of every
/// statement.
/// </summary>
public sealed record CurrentUser(Guid Id, Guid SessionId) : IBindableFromHttpContext<CurrentUser>
{
    public static ValueTask<CurrentUser?> BindAsync(HttpContext context, System.Reflection.ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<CurrentUser>());
}
