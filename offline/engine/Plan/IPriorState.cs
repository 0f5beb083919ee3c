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

/// <summary>The deployed state before a run, and what the deployment does with it.</summary>
public interface IPriorState
{
    /// <summary>Decides what the deployment does with a resource that the program registers.</summary>
    /// <param name="resource">Its values are as the program sent them, with secrets in texts, so no part of it may be stored.</param>
    /// <returns>What the deployment does with it, and its former URN if an alias connects the two.</returns>
    (Outcome Outcome, string? FormerUrn) Register(PlanResource resource);
}
