using PmCrm.Components.Common;

namespace PmCrm.Testing;

/// <summary>Values that the tests of every component share.</summary>
public static class Arrange
{
    public const string Project = "pmcrm-test";
    public const string PhysicalName = "pmcrm-test";

    public static ResourceLabels Labels { get; } = new("test");
}
