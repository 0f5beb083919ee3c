namespace Pulumi.Testing;

/// <summary>The properties of a test run that the program can read.</summary>
public class TestOptions
{
    /// <summary>Default: "project".</summary>
    public string? ProjectName { get; set; }

    /// <summary>Default: none, and reading it throws.</summary>
    public string? RootDirectory { get; set; }

    /// <summary>Default: "stack".</summary>
    public string? StackName { get; set; }

    /// <summary>Whether properties that the mocks do not return are unknown. Default: true.</summary>
    public bool? IsPreview { get; set; }

    /// <summary>Default: "organization".</summary>
    public string? OrganizationName { get; set; }
}
