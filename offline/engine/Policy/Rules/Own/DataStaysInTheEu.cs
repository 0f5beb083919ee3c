using PmCrm.Preview.Plan;
using PmCrm.Preview.Policy.Checks;
using PmCrm.Preview.Policy.Model;

namespace PmCrm.Preview.Policy.Rules.Own;

internal sealed class DataStaysInTheEu()
    : PolicyRule(
        new RuleInfo(
            "own/region-outside-eu",
            RuleSeverity.High,
            "Data and machines are in the European Union",
            "Choose a region of the EU, for example europe-west1.",
            "cloud.google.com/about/locations: europe-west2 is London, europe-west6 Zurich; docs/decisions of the platform ask for the EU"
        )
    )
{
    private static readonly string[] Properties = ["region", "location", "zone", "locationId"];
    private static readonly string[] Outside = ["europe-west2", "europe-west6"];
    private static readonly string[] MultiRegions = ["eu", "europe", "global", "eur3", "eur4", "eur5", "eur7"];

    private static readonly Expectation InTheEu = new("a region of the EU", true, value =>
        value is PlanText { Text: var text } && IsInTheEu(text)
    );

    public override string LooksAt => "gcp: region, location, zone, replication.userManaged.replicas[].location; r2Bucket: jurisdiction";

    public override IEnumerable<Judgement> Evaluate(PolicyPlan plan)
    {
        foreach (var resource in plan.Resources)
            if (resource.Type.StartsWith("gcp:", StringComparison.Ordinal) && Places(resource).ToList() is { Count: > 0 } places)
                yield return new Judgement(resource, Verdict.Worst(places.Select(place => InTheEu.Judge(place.Value, place.Path))));
            else if (resource.Type == "cloudflare:index/r2Bucket:R2Bucket")
                yield return new Judgement(resource, Expect.OneOf("eu").Judge(resource.Inputs["jurisdiction"], "jurisdiction"));
    }

    private static IEnumerable<(string Path, PlanValue Value)> Places(PlanResource resource)
    {
        foreach (var property in Properties)
            if (Known.At(resource.Inputs, property) is { } value)
                yield return (property, value);
        foreach (var replica in (Known.At(resource.Inputs, "replication.userManaged.replicas") as PlanList)?.Items ?? [])
            if (Known.At(replica, "location") is { } value)
                yield return ("replication.userManaged.replicas[].location", value);
    }

    private static bool IsInTheEu(string place)
    {
        var lower = place.ToLowerInvariant();
        return MultiRegions.Contains(lower)
            || lower.StartsWith("europe-", StringComparison.Ordinal)
                && !Outside.Any(region => lower == region || lower.StartsWith($"{region}-", StringComparison.Ordinal));
    }
}
