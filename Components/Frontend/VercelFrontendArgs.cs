using Pulumi;

namespace PmCrm.Components.Frontend;

/// <summary>Arguments of <see cref="VercelFrontend"/>.</summary>
public sealed class VercelFrontendArgs : ResourceArgs
{
    /// <summary>Vercel's name of the project.</summary>
    public required string PhysicalName { get; init; }

    /// <summary>Vercel's id of the team. Null: that of the provider.</summary>
    [Input("teamId")]
    public Input<string>? TeamId { get; init; }

    /// <summary>Where the backend is reached, for example <c>https://api.pmcrm.io</c>.</summary>
    [Input("apiUrl", required: true)]
    public required Input<string> ApiUrl { get; init; }

    /// <summary>Host name of the frontend, for example <c>app.pmcrm.io</c>.</summary>
    public required string Host { get; init; }

    /// <summary>Host names that lead to <see cref="Host"/>, for example the domain itself. Default: none.</summary>
    public IReadOnlyList<string> RedirectedHosts { get; init; } = [];

    /// <summary>GitHub repository, <c>OWNER/NAME</c>, whose pushes Vercel builds. Null: builds are uploaded.</summary>
    public string? Repository { get; init; }

    /// <summary>Branch that is production. Default <c>main</c>.</summary>
    public string ProductionBranch { get; init; } = "main";

    /// <summary>Folder of the frontend in the repository. Null: the repository's root.</summary>
    public string? RootDirectory { get; init; }

    /// <summary>Where functions run; Vercel's regions in the EU only. Default: Frankfurt and Paris.</summary>
    public IReadOnlyList<string> Regions { get; init; } = FrontendDefaults.Regions;

    /// <summary>More variables for production and preview. Default: none.</summary>
    public IReadOnlyDictionary<string, Input<string>> Variables { get; init; } = new Dictionary<string, Input<string>>();

    /// <summary>Secret variables for production and preview; nobody can read them back from Vercel. Default: none.</summary>
    public IReadOnlyDictionary<string, Input<string>> Secrets { get; init; } = new Dictionary<string, Input<string>>();
}
