using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace PmCrm.App.Http;

/// <summary>Adds the members that every problem has, whether from our handlers, the framework's validation or routing.</summary>
public static class ProblemDefaults
{
    public static void Configure(ProblemDetailsOptions options) =>
        options.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            problem.Extensions["requestId"] = context.HttpContext.TraceIdentifier;
            if (problem.Type?.StartsWith(Problems.TypeBase, StringComparison.Ordinal) == true)
                return;

            if (problem is HttpValidationProblemDetails validation)
            {
                problem.Type = Problems.TypeBase + "invalid-request";
                problem.Title = "The request is not valid.";
                // The framework uses the names of C# members; clients know JSON names.
                validation.Errors = validation.Errors.ToDictionary(error => Camel(error.Key), error => error.Value);
                return;
            }
            problem.Type =
                Problems.TypeBase
                + (
                    problem.Status switch
                    {
                        400 => "invalid-request",
                        401 => "unauthenticated",
                        404 => "not-found",
                        405 => "method-not-allowed",
                        408 => "timeout",
                        413 => "too-large",
                        415 => "unsupported-media-type",
                        _ => "unexpected",
                    }
                );
        };

    /// <summary>Converts "Emails[0].Value" to "emails[0].value".</summary>
    private static string Camel(string path) => string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
