using Microsoft.AspNetCore.Http.HttpResults;
using PmCrm.App.Http;

namespace PmCrm.App.Features.Messages;

/// <summary>The refusals of what needs a message.</summary>
public static class MessageProblems
{
    /// <summary>This deployment sends no mail.</summary>
    public static ProblemHttpResult NoMail => Problems.Of(404, "mail-not-configured", "This needs mail, which is not set up here.");
}
