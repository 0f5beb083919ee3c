namespace Pulumi.Testing;

/// <summary>The stack around a tested lambda, which runs in its constructor as a program's stack would.</summary>
internal sealed class TestStack : Stack
{
    public TestStack(Func<Task<IDictionary<string, object?>>> createResources) => Returned = createResources().GetAwaiter().GetResult();

    public IDictionary<string, object?> Returned { get; }
}
