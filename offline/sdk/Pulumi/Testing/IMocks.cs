using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>Replaces the providers in a test.</summary>
public interface IMocks
{
    /// <summary>Creates or reads a resource: returns its id (null if unknown) and its state, a dictionary.</summary>
    Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args);

    /// <summary>Calls a function of a provider or a method of a resource; the result is a dictionary.</summary>
    Task<object> CallAsync(MockCallArgs args);

    /// <summary>Called with the outputs of a component or of the stack.</summary>
    Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;
}

/// <summary>A resource that a mock is to create or read.</summary>
public class MockResourceArgs
{
    /// <summary>The type token.</summary>
    public string? Type { get; set; }

    public string? Name { get; set; }

    /// <summary>The arguments: secrets unwrapped, numbers as double, and no nulls or unknowns.</summary>
    public ImmutableDictionary<string, object> Inputs { get; set; } = null!;

    /// <summary>The reference to the provider; empty for the default one.</summary>
    public string? Provider { get; set; }

    /// <summary>The id to read or import.</summary>
    public string? Id { get; set; }
}

/// <summary>A function call for a mock to answer.</summary>
public class MockCallArgs
{
    /// <summary>The function's token.</summary>
    public string? Token { get; set; }

    /// <summary>The arguments: secrets unwrapped, numbers as double, and no nulls or unknowns.</summary>
    public ImmutableDictionary<string, object> Args { get; set; } = null!;

    /// <summary>The reference to the provider; empty for the default one.</summary>
    public string? Provider { get; set; }
}

/// <summary>The outputs of a component or of the stack.</summary>
public class MockRegisterResourceOutputsRequest(string urn, ImmutableDictionary<string, Output<object?>> outputs)
{
    public readonly string Urn = urn;

    public readonly ImmutableDictionary<string, Output<object?>> Outputs = outputs;
}

/// <summary>Mocks for programs whose providers compute nothing: ids are unknown, and the state is the arguments.</summary>
public class EmptyMocks : IMocks
{
    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args) =>
        Task.FromResult<(string?, object)>((null, args.Inputs));

    public Task<object> CallAsync(MockCallArgs args) => Task.FromResult<object>(args);
}
