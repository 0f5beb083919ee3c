using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Cost;

/// <summary>Platforms that run containers and databases: Render, Railway, Neon, Supabase.</summary>
internal static class ManagedPlatformPricer
{
    // Neon: a compute that never suspends has this timeout (neon provider, default_endpoint_settings.suspend_timeout_seconds).
    private const decimal NeverSuspends = -1;

    public static readonly Dictionary<string, Action<Estimator, PlanResource>> Types = new()
    {
        ["render:index/project:Project"] = RenderProject,
        ["render:index/webService:WebService"] = RenderService,
        ["render:index/privateService:PrivateService"] = RenderService,
        ["render:index/backgroundWorker:BackgroundWorker"] = RenderService,
        ["render:index/cronJob:CronJob"] = (all, job) =>
            all.Bill(job, "cron job, the least it costs", Item.Of("render", "cron.minimum", "month"), CostRange.Fixed(1)),
        ["render:index/staticSite:StaticSite"] = (all, site) =>
            all.Bill(site, "static site", Item.Of("render", "static-site", "month"), CostRange.Fixed(1)),
        ["render:index/keyvalue:Keyvalue"] = (all, store) => RenderPlan(all, store, "keyvalue"),
        ["render:index/postgres:Postgres"] = RenderPostgres,
        ["neon:index/project:Project"] = NeonProject,
        ["neon:index/branch:Branch"] = (all, branch) => NeonBranch(all, branch),
        ["neon:index/endpoint:Endpoint"] = (all, endpoint) => NeonCompute(all, endpoint, ""),
        ["railway:index/project:Project"] = RailwayProject,
        ["railway:index/service:Service"] = RailwayService,
        ["supabase:index/project:Project"] = SupabaseProject,
    };

    private static void RenderProject(Estimator all, PlanResource project)
    {
        if (!all.IsFirst("render workspace"))
        {
            all.Free(project, "part of the workspace (api-evangelist/render plans)");
            return;
        }
        const string What = "workspace, for each seat";
        if (all.Assumed(project, What, "render.seats", "seat") is { } seats)
            all.BillAssumed(project, What, Item.Of("render", "workspace.seat", "month"), CostRange.Fixed(seats));
        all.BillUsage(project, "traffic above the included", Item.Of("render", "bandwidth", "gb"), "render.bandwidth");
    }

    // Web services, private services and workers have the same instance types (render.com/pricing).
    private static void RenderService(Estimator all, PlanResource service)
    {
        var instances = service.Number("numInstances") ?? 1;
        var count = service.Flag("autoscaling.enabled")
            ? new CostRange(
                service.Number("autoscaling.min") ?? instances,
                service.Number("autoscaling.max") ?? instances,
                service.Number("autoscaling.max") ?? instances
            )
            : CostRange.Fixed(instances);
        var plan = PlanName(service);
        all.Bill(service, $"instances, plan {plan}", Item.Of("render", $"web.{plan}", "month"), count);
        if (service.Inputs.At("disk") is not null)
            all.Unpriced(service, "its disk: the price list has no price for disks of services");
    }

    private static void RenderPlan(Estimator all, PlanResource resource, string family)
    {
        var plan = PlanName(resource);
        all.Bill(resource, $"plan {plan}", Item.Of("render", $"{family}.{plan}", "month"), CostRange.Fixed(1));
    }

    private static void RenderPostgres(Estimator all, PlanResource postgres)
    {
        RenderPlan(all, postgres, "postgres");
        if (postgres.Number("diskSizeGb") is { } size)
            all.Bill(postgres, "storage", Item.Of("render", "postgres.storage", "gb-month"), CostRange.Fixed(size));
        if (postgres.Flag("highAvailabilityEnabled") || postgres.Inputs.List("readReplicas").Count > 0)
            all.Unpriced(postgres, "its standby and replicas: the price list has single instances only");
    }

    // The provider writes plans with underscores, the price page with dashes.
    private static string PlanName(PlanResource resource) => resource.Text("plan").Replace('_', '-');

    private static void NeonProject(Estimator all, PlanResource project)
    {
        NeonCompute(all, project, "defaultEndpointSettings.");
        all.BillUsage(project, "storage", Item.Of("neon", "storage", "gb-month"), "neon.stored");
        all.BillUsage(project, "history for instant restore", Item.Of("neon", "instant-restore", "gb-month"), "neon.history");
    }

    private static void NeonBranch(Estimator all, PlanResource branch) =>
        all.Free(branch, "within the branches of the plan, its storage is the project's (neondatabase/website introduction/plans.md)");

    private static void NeonCompute(Estimator all, PlanResource resource, string settings)
    {
        const string What = "compute";
        var plan = all.AssumedPlan(resource, What, "neon.plan");
        // 0.25 CU is the smallest compute and where an autoscaling one starts (neondatabase/website, introduction/autoscaling).
        var least = resource.Number($"{settings}autoscalingLimitMinCu") ?? 0.25m;
        var most = resource.Number($"{settings}autoscalingLimitMaxCu") ?? least;
        var active =
            resource.Number($"{settings}suspendTimeoutSeconds") == NeverSuspends
                ? CostEstimate.HoursPerMonth
                : all.Assumed(resource, What, "neon.active-hours", "hour");
        if (plan is not null && active is { } hours)
            all.BillAssumed(
                resource,
                $"{What}, plan {plan}",
                Item.Of("neon", $"{plan}.compute", "cu-hour"),
                new CostRange(least * hours, most * hours, most * CostEstimate.HoursPerMonth)
            );
    }

    private static void RailwayProject(Estimator all, PlanResource project)
    {
        if (all.AssumedPlan(project, "plan", "railway.plan") is { } plan)
            all.Bill(project, $"plan {plan}, which counts towards usage", Item.Of("railway", plan, "month"), CostRange.Fixed(1));
    }

    private static void RailwayService(Estimator all, PlanResource service)
    {
        const string What = "vCPUs";
        if (all.Assumed(service, What, "railway.vcpus", "vcpu") is { } cpus)
            all.BillAssumed(service, What, Item.Of("railway", "vcpu", "month"), CostRange.Fixed(cpus));
        all.BillUsage(service, "memory", Item.Of("railway", "ram", "gb-month"), "railway.memory");
    }

    private static void SupabaseProject(Estimator all, PlanResource project)
    {
        if (all.IsFirst("supabase organization"))
            all.Bill(project, "plan Pro", Item.Of("supabase", "plan.pro", "month"), CostRange.Fixed(1));
        var size = project.Text("instanceSize") is { Length: > 0 } said ? said : "micro";
        all.Bill(project, $"compute, {size}", Item.Of("supabase", $"compute.{size}", "hour"), CostRange.Fixed(CostEstimate.HoursPerMonth));
    }
}
