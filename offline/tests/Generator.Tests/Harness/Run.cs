using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;

namespace PmCrm.Sdk.Generator.Tests.Harness;

/// <summary>Runs code as a Pulumi program, with a provider that returns its inputs.</summary>
internal static class Run
{
    internal static async Task<IReadOnlyList<MockResourceArgs>> ProgramAsync(Action program)
    {
        var mocks = new Echo();
        await Deployment.TestAsync(mocks, new TestOptions { IsPreview = false }, program);
        return mocks.Registered;
    }

    private sealed class Echo : IMocks
    {
        private ImmutableList<MockResourceArgs> registered = [];

        internal IReadOnlyList<MockResourceArgs> Registered => registered;

        public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
        {
            ImmutableInterlocked.Update(ref registered, list => list.Add(args));
            return Task.FromResult<(string?, object)>(($"{args.Name}-id", args.Inputs));
        }

        public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args.Args);
    }
}
