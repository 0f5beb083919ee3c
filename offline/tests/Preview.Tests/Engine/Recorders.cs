using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;
using PmCrm.Preview.Simulation;
using Pulumirpc;

namespace PmCrm.Preview.Tests.Engine;

/// <summary>Recorders without a program: a test sends the requests.</summary>
internal static class Recorders
{
    /// <summary>The URN of their stack.</summary>
    public const string Stack = "urn:pulumi:staging::shop::pulumi:pulumi:Stack::shop-staging";

    /// <summary>A recorder whose stack is registered.</summary>
    public static Recorder New()
    {
        var run = new RunRequest
        {
            Command = new ProgramCommand("none", [], "."),
            Project = "shop",
            Stack = "staging",
            RootDirectory = ".",
        };
        var recorder = new Recorder(run, new Simulator(unknowns: false, run.Config));
        recorder.Register(new RegisterResourceRequest { Type = PlanResource.StackType, Name = "shop-staging" });
        return recorder;
    }
}
