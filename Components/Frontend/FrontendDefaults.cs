namespace PmCrm.Components.Frontend;

/// <summary>What the frontend's Vercel project and its <c>vercel.json</c> both say.</summary>
public static class FrontendDefaults
{
    /// <summary>Variable that tells the frontend where the backend is; Next.js hands names that begin like this to the browser.</summary>
    public const string ApiUrlVariable = PublicPrefix + "API_URL";

    /// <summary>What the names of variables begin with that Next.js hands to the browser.</summary>
    public const string PublicPrefix = "NEXT_PUBLIC_";

    /// <summary>Frankfurt and Paris: where functions run.</summary>
    public static readonly IReadOnlyList<string> Regions = ["fra1", "cdg1"];

    /// <summary>Vercel's regions in the European Union: https://vercel.com/docs/regions.</summary>
    public static readonly IReadOnlyList<string> EuRegions = ["arn1", "cdg1", "dub1", "fra1"];

    /// <summary>What is wrong with the regions, as one sentence each; empty when nothing is.</summary>
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
