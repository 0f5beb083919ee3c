using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace PmCrm.App.Http;

/// <summary>
/// Checks for every endpoint that the query parameters can be parsed. The framework itself answers 400 for an optional parameter that it
/// cannot parse, but names neither the parameter nor what is accepted.
/// </summary>
internal static class QueryParameters
{
    /// <returns>Null if every parameter can be parsed.</returns>
    public static ProblemHttpResult? Refusal(HttpContext context)
    {
        if (!context.Request.QueryString.HasValue || context.GetEndpoint() is not { } endpoint)
            return null;
        var parameters = endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>();
        foreach (var (name, values) in context.Request.Query)
            if (
                parameters.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } parameter
                && Rule(parameter.ParameterInfo.ParameterType, values.ToString()) is { } rule
            )
                return Problems.Invalid(parameter.Name, rule);
        return null;
    }

    /// <returns>What is accepted for a parameter of this type; null if the text is valid.</returns>
    private static string? Rule(Type type, string text)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(QueryTime))
            return QueryTime.TryParse(text, out _) ? null : QueryTime.Rule;
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) ? null : "must be a whole number";
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? null : "must be a number";
        if (type == typeof(bool))
            return bool.TryParse(text, out _) ? null : "must be true or false";
        if (type == typeof(Guid))
            return Guid.TryParse(text, out _) ? null : "must be a UUID";
        return null;
    }
}
