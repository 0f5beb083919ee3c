using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace PmCrm.App.Http;

/// <summary>The refusals that several features give, as RFC 9457 problem details. A feature's own live beside it.</summary>
public static class Problems
{
    /// <summary>What <c>type</c> begins with; the last segment is a stable code that clients may switch on.</summary>
    public const string TypeBase = "https://api.pmcrm.io/problems/";

    /// <summary>Absent, or somebody else's: the two are never told apart.</summary>
    public static ProblemHttpResult NotFound => Of(404, "not-found", "Not found.");

    public static ProblemHttpResult Unauthenticated => Of(401, "unauthenticated", "This needs a valid access token.");

    public static ProblemHttpResult Conflict(string detail) => Of(409, "conflict", detail);

    /// <summary>RFC 9110, 13.1.1: the thing changed since the client read it.</summary>
    public static ProblemHttpResult PreconditionFailed =>
        Of(412, "precondition-failed", "It has changed since the version that If-Match names. Read it again.");

    /// <summary>RFC 6585, 3.</summary>
    public static ProblemHttpResult PreconditionRequired =>
        Of(428, "precondition-required", "Send If-Match with the ETag that you read, so that nobody's change is lost.");

    /// <summary>A cursor that the list which gets it did not make.</summary>
    public static ProblemHttpResult InvalidCursor => Invalid("cursor", "must be the next of a page of this list");

    /// <param name="field">The field's name as the client wrote it.</param>
    /// <param name="rule">What it must be.</param>
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
