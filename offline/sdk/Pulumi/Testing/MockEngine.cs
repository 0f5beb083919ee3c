using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>Keeps the errors that a tested program logs.</summary>
internal sealed class MockEngine : IEngine
{
    private ImmutableArray<string> errors = [];

    public ImmutableArray<string> Errors => errors;

    public Task RequirePulumiVersionAsync(string range) => Task.CompletedTask;

    public Task LogAsync(LogMessage message)
    {
        if (message.Severity == LogSeverity.Error)
            ImmutableInterlocked.Update(ref errors, (kept, text) => kept.Add(text), message.Text);
        return Task.CompletedTask;
    }
}
