namespace PmCrm.Preview.Render;

/// <summary>What a change is compared with.</summary>
/// <param name="Name">As the user named it.</param>
/// <param name="Commit">The commit's abbreviated hash; empty where it is not known.</param>
/// <param name="Subject">The first line of the commit's message.</param>
internal sealed record ReviewBase(string Name, string Commit = "", string Subject = "");
