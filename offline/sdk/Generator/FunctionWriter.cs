using System.Text;

namespace PmCrm.Sdk.Generator;

/// <summary>Writes the static class of a function, which a program awaits or applies.</summary>
internal static class FunctionWriter
{
    internal static string Write(string token, FunctionSlice function, bool isParameterized)
    {
        var name = function.Type;
        var text = new StringBuilder();
        text.Append($"    public static class {name}\n    {{\n");
        WriteMethod(
            text,
            isParameterized,
            token,
            name,
            "InvokeAsync",
            $"Task<{name}Result>",
            Args(function, "Args"),
            "InvokeOptions? options = null"
        );
        WriteMethod(
            text,
            isParameterized,
            token,
            name,
            "Invoke",
            $"Output<{name}Result>",
            Args(function, "InvokeArgs"),
            "InvokeOptions? options = null"
        );
        WriteMethod(
            text,
            isParameterized,
            token,
            name,
            "Invoke",
            $"Output<{name}Result>",
            Args(function, "InvokeArgs")?.TrimDefault(),
            "InvokeOutputOptions options"
        );
        text.Append("    }\n");
        return text.ToString();
    }

    /// <summary>The function's parameter; null if it takes none.</summary>
    private static Parameter? Args(FunctionSlice function, string suffix)
    {
        if (function.Inputs.Count == 0)
            return null;
        var optional = function.Inputs.Values.All(type => type.Contains('?', StringComparison.Ordinal));
        return new Parameter(function.Type + suffix, optional);
    }

    private static void WriteMethod(
        StringBuilder text,
        bool isParameterized,
        string token,
        string name,
        string method,
        string result,
        Parameter? args,
        string options
    )
    {
        var given = args is null ? "InvokeArgs.Empty" : $"args ?? new {args.Type}()";
        text.Append($"        public static {result} {method}({args?.Declaration}{options})\n");
        var package = isParameterized ? ", PackageFacts.Package" : "";
        text.Append(
            $"            => global::Pulumi.Deployment.Instance.{method}<{name}Result>(\"{token}\", {given}, ResourceDefaults.Merge(options){package});\n"
        );
    }

    private sealed record Parameter(string Type, bool Optional)
    {
        internal string Declaration => Optional ? $"{Type}? args = null, " : $"{Type} args, ";

        /// <summary>The same before an option that must be given.</summary>
        internal Parameter TrimDefault() => this with { Optional = false };
    }
}
