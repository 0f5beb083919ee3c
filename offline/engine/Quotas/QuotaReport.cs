using System.Globalization;
using System.Text;
using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Quotas;

/// <summary>The quotas that a plan needs, next to the usual limits of a new project, and how to request more.</summary>
internal static class QuotaReport
{
    public static string Write(DeploymentPlan plan)
    {
        var needs = QuotaNeeds.Of(plan);
        var text = new StringBuilder();
        text.Append($"{plan.Project} / {plan.Stack}: the Google Cloud quotas that the plan needs\n");
        if (needs.Count == 0)
            return text.Append("\nnone: the plan has no resource that counts towards a quota\n").ToString();
        foreach (var region in needs.GroupBy(need => need.Region))
        {
            text.Append($"\n{region.Key}\n");
            text.Append($"  {"quota", -20} {"creation", 9} {"minimum", 9} {"maximum", 9} {"new project", 12}\n");
            foreach (var need in region)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"  {need.Quota, -20} {need.Creation, 9:0} {need.Minimum, 9:0} {need.Maximum, 9:0} {Usual(need), 12}{Verdict(need)}\n"
                );
        }
        return text.Append(Requests(plan, needs)).ToString();
    }

    private static string Usual(QuotaNeed need) =>
        QuotaLimit.Table.TryGetValue(need.Quota, out var limit) ? limit.Limit.ToString("0", CultureInfo.InvariantCulture) : "not known";

    private static string Verdict(QuotaNeed need) =>
        QuotaLimit.Table.GetValueOrDefault(need.Quota) switch
        {
            { } limit when need.Creation > limit.Limit => "  too low to create it",
            { } limit when need.Maximum > limit.Limit => "  too low at the maximum",
            _ => "",
        };

    // https://cloud.google.com/sdk/gcloud/reference/beta/quotas/preferences/create
    private static string Requests(DeploymentPlan plan, IReadOnlyList<QuotaNeed> needs)
    {
        var missing = needs
            .Where(need => QuotaLimit.Table.TryGetValue(need.Quota, out var limit) && need.Maximum > limit.Limit && limit.Id.Length > 0)
            .ToList();
        if (missing.Count == 0)
            return "\nA new project usually has enough.\n";
        var project = plan.Resources.Where(resource => resource.Package == "gcp")
            .Select(resource => (resource.Inputs["project"] as PlanText)?.Text)
            .FirstOrDefault(known => known is not null)
            ?? "PROJECT";
        var text = new StringBuilder(
            "\nA project may have higher limits than a new one: see gcloud compute regions describe REGION. To request the maximum:\n\n"
        );
        foreach (var need in missing)
        {
            var limit = QuotaLimit.Table[need.Quota];
            var dimensions = need.Region == QuotaNeeds.Everywhere ? "" : $" --dimensions=region={need.Region}";
            text.Append(
                CultureInfo.InvariantCulture,
                $"gcloud beta quotas preferences create --project={project} --service={limit.Service} --quota-id={limit.Id}{dimensions} --preferred-value={need.Maximum:0}\n"
            );
        }
        return text.ToString();
    }
}
