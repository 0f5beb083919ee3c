using PmCrm.Preview.Project;
using PmCrm.Preview.Tests.Harness;

namespace PmCrm.Preview.Tests.Project;

/// <summary>A project with one stack, <c>prod</c>, whose files a test writes.</summary>
internal sealed class StackFiles : IDisposable
{
    public TempFolder Folder { get; } = new();

    public void Dispose() => Folder.Dispose();

    /// <summary>Reads the configuration of the stack.</summary>
    /// <param name="schema">The end of Pulumi.yaml.</param>
    /// <param name="stack">Pulumi.prod.yaml.</param>
    public StackConfiguration Read(string schema, string stack)
    {
        Folder.Write("Pulumi.yaml", $"name: app\nruntime: dotnet\n{schema}");
        Folder.Write("Pulumi.prod.yaml", stack);
        return StackConfiguration.Read(ProjectFile.Find(Folder.Root), "prod");
    }

    /// <returns>Why it cannot be read.</returns>
    public string Fails(string schema, string stack)
    {
        var error = Assert.Throws<PreviewException>(() => Read(schema, stack));
        Assert.Equal(ExitCodes.UsedWrongly, error.ExitCode);
        return error.Message;
    }
}
