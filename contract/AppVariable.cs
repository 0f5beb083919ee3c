namespace PmCrm.Contract;

/// <summary>One environment variable of the application.</summary>
/// <param name="Name">Its name, for example <c>DATABASE_URL</c>.</param>
/// <param name="ReadBy">The processes that get it.</param>
/// <param name="IsSecret">Whether its value must never be printed and comes only from the Secret.</param>
/// <param name="RequiredBy">The processes that require it to start.</param>
public sealed record AppVariable(string Name, AppProcess ReadBy, bool IsSecret = false, AppProcess RequiredBy = AppProcess.None)
{
    /// <summary>The variable's key in the Secret, for example <c>database-url</c>; also its name in Secret Manager.</summary>
    public string SecretKey => AppVariables.SecretKey(Name);
}
