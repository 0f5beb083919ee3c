namespace PmCrm.App.Security;

/// <summary>The scopes of API tokens. None of them allows managing the account.</summary>
public static class ApiScopes
{
    public const string Contacts = "contacts";
    public const string Reminders = "reminders";

    /// <summary>All data of the account as a file.</summary>
    public const string Export = "export";

    public static readonly IReadOnlyList<string> All = [Read(Contacts), Write(Contacts), Read(Reminders), Write(Reminders), Export];

    public static string Read(string area) => area + ":read";

    public static string Write(string area) => area + ":write";
}
