namespace Pulumi.Testing;

/// <summary>What a tested program sees of its run.</summary>
public class TestOptions
{
    /// <summary>Default: "project".</summary>
    public string? ProjectName { get; set; }

    /// <summary>Default: none, and reading it throws.</summary>
    public string? RootDirectory { get; set; }

    /// <summary>Default: "stack".</summary>
    public string? StackName { get; set; }

    /// <summary>Whether what the mocks do not return is unknown. Default: true.</summary>
    public bool? IsPreview { get; set; }

    /// <summary>Default: "organization".</summary>
    public string? OrganizationName { get; set; }
}
