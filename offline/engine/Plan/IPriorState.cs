using PmCrm.Preview.Plan;

namespace PmCrm.Preview.Plan;

/// <summary>What a deployment does with a resource.</summary>
public enum Outcome
{
    Created,
    Same,
    Updated,
    Replaced,
}

/// <summary>What is deployed before a run, and what becomes of it.</summary>
public interface IPriorState
{
    /// <summary>Decides what the deployment does with a resource that the program registers.</summary>
    /// <param name="resource">With its values as the program sent them, secrets in texts included: nothing of it may be kept.</param>
    /// <returns>What becomes of it, and the URN that it had when an alias connects the two.</returns>
    (Outcome Outcome, string? FormerUrn) Register(PlanResource resource);
}
