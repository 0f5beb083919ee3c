namespace PmCrm.Components.Frontend;

/// <summary>Settings that the frontend's Vercel project and its <c>vercel.json</c> share.</summary>
public static class FrontendDefaults
{
    /// <summary>Variable with the backend's URL; Next.js exposes names with this prefix to the browser.</summary>
    public const string ApiUrlVariable = PublicPrefix + "API_URL";

    /// <summary>Prefix of the variables that Next.js exposes to the browser.</summary>
    public const string PublicPrefix = "NEXT_PUBLIC_";

    /// <summary>Frankfurt and Paris: where functions run.</summary>
    public static readonly IReadOnlyList<string> Regions = ["fra1", "cdg1"];

    /// <summary>Vercel's regions in the European Union: https://vercel.com/docs/regions.</summary>
    public static readonly IReadOnlyList<string> EuRegions = ["arn1", "cdg1", "dub1", "fra1"];

    /// <summary>The problems of the regions, one sentence each; empty when there are none.</summary>
    public static IReadOnlyList<string> ProblemsWith(IReadOnlyList<string> regions) =>
        regions is []
            ? [$"regions: none is given; accepted: {string.Join(", ", EuRegions)}."]
            :
            [
                .. regions
                    .Except(EuRegions)
                    .Select(region =>
                        $"regions: '{region}' is not a Vercel region in the European Union; accepted: {string.Join(", ", EuRegions)}."
                    ),
            ];
}
