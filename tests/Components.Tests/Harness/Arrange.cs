using PmCrm.Components.Common;

namespace PmCrm.Testing;

/// <summary>The values that every component's arrangement shares.</summary>
public static class Arrange
{
    public const string Project = "pmcrm-test";
    public const string PhysicalName = "pmcrm-test";

    public static ResourceLabels Labels { get; } = new("test");
}
