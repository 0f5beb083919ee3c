using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace PmCrm.App.Http;

/// <summary>
/// The refusals that several features use, as RFC 9457 problem details. Refusals of one feature are defined in that feature.
/// </summary>
public static class Problems
{
    /// <summary>The start of <c>type</c>; its last segment is a stable code that clients may check.</summary>
    public const string TypeBase = "https://api.pmcrm.io/problems/";

    /// <summary>The resource does not exist, or belongs to somebody else: the answer never reveals which.</summary>
    public static ProblemHttpResult NotFound => Of(404, "not-found", "Not found.");

    public static ProblemHttpResult Unauthenticated => Of(401, "unauthenticated", "This needs a valid access token.");

    public static ProblemHttpResult Conflict(string detail) => Of(409, "conflict", detail);

    /// <summary>RFC 9110, 13.1.1: the resource changed since the client read it.</summary>
    public static ProblemHttpResult PreconditionFailed =>
        Of(412, "precondition-failed", "The resource has changed since the version in If-Match. Read it again.");

    /// <summary>RFC 6585, 3.</summary>
    public static ProblemHttpResult PreconditionRequired =>
        Of(428, "precondition-required", "Send If-Match with the ETag that you read, so that no other change is overwritten.");

    /// <summary>The cursor was not made by this list.</summary>
    public static ProblemHttpResult InvalidCursor => Invalid("cursor", "must be the value of next from a page of this list");

    /// <param name="field">The field's name in the request.</param>
    /// <param name="rule">What is accepted.</param>
    public static ProblemHttpResult Invalid(string field, string rule) => Invalid(new Dictionary<string, string[]> { [field] = [rule] });

    public static ProblemHttpResult Invalid(IDictionary<string, string[]> errors) =>
        TypedResults.Problem(
            new HttpValidationProblemDetails(errors)
            {
                Status = 400,
                Type = TypeBase + "invalid-request",
                Title = "The request is not valid.",
            }
        );

    public static ProblemHttpResult Of(int status, string code, string detail) =>
        TypedResults.Problem(
            new ProblemDetails
            {
                Status = status,
                Type = TypeBase + code,
                Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
                Detail = detail,
            }
        );
}
