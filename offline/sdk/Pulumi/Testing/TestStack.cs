namespace Pulumi.Testing;

/// <summary>The stack of a tested lambda, which runs in the stack's constructor, as in a program.</summary>
internal sealed class TestStack : Stack
{
    public TestStack(Func<Task<IDictionary<string, object?>>> createResources) => Returned = createResources().GetAwaiter().GetResult();

    public IDictionary<string, object?> Returned { get; }
}
