using System.Collections.Immutable;
using PmCrm.Sdk.Tests.Support;
using PmCrm.Sdk.Tests.Wire;
using Pulumi;
using Pulumi.Testing;

namespace PmCrm.Sdk.Tests.Runs;

/// <summary>A failed run under mocks sets the exit code of this process.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class FaultTests : IDisposable
{
    private readonly int exitCodeBefore = Environment.ExitCode;

    public void Dispose() => Environment.ExitCode = exitCodeBefore;

    [Fact]
    public async Task An_output_that_nobody_observes_fails_the_run_when_it_fails()
    {
        var failure = await Program.FailureOfAsync(() => Output.Create(1).Apply(int (_) => throw new InvalidOperationException("unseen")));

        Assert.IsType<RunException>(failure);
        Assert.Contains("unseen", failure.Message, StringComparison.Ordinal);
        Assert.Equal(32, Environment.ExitCode);
    }

    [Fact]
    public async Task A_late_failure_fails_the_run_too()
    {
        var failure = await Program.FailureOfAsync(() =>
            Output
                .Create(1)
                .Apply(
                    async Task<int> (_) =>
                    {
                        await Task.Yield();
                        throw new InvalidOperationException("late");
                    }
                )
        );

        Assert.Contains("late", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logged_error_fails_the_run_with_its_message()
    {
        var failure = await Program.FailureOfAsync(() => Log.Error("something is off"));

        Assert.Equal("something is off", Assert.IsType<RunException>(failure).Message);
    }

    [Fact]
    public async Task Several_errors_come_together()
    {
        var failure = await Program.FailureOfAsync(() =>
        {
            Log.Error("first");
            Log.Error("second");
        });

        Assert.Equal(
            ["first", "second"],
            Assert.IsType<AggregateException>(failure).InnerExceptions.Select(inner => inner.Message).Order()
        );
    }

    [Fact]
    public async Task What_a_constructor_of_a_stack_throws_fails_the_run()
    {
        var failure = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<BrokenStack>(new Recorder(), Program.Preview));

        Assert.Equal("broken on purpose", failure.Message);
    }

    [Fact]
    public async Task An_output_property_of_a_stack_must_be_assigned()
    {
        var failure = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<IncompleteStack>(new Recorder(), Program.Preview));

        Assert.Contains("'forgotten'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_value_of_an_output_property_of_a_stack_decides_whether_it_is_an_output()
    {
        var recorder = new Recorder();

        await Deployment.TestAsync<ObjectStack>(recorder, Program.Preview);

        Assert.Equal(["it"], recorder.Outputs.Single().Outputs.Keys);
    }

    [Fact]
    public async Task Two_output_properties_of_one_name_are_refused() =>
        Assert.Contains(
            "'twice'",
            (
                await Program.FailureOfAsync(() =>
                {
                    _ = new Twice("it");
                })
            ).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_failing_mock_fails_the_run()
    {
        var failure = await Program.FailureOfAsync(
            () =>
            {
                _ = new Thing("it");
            },
            new Recorder { Answer = _ => throw new InvalidOperationException("the cloud is down") }
        );

        Assert.Contains("the cloud is down", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_required_argument_that_is_null_fails_at_registration_not_in_the_constructor()
    {
        var constructed = false;

        var failure = await Program.FailureOfAsync(() =>
        {
            _ = new Thing("it", new ThingArgs { Part = new PartArgs() });
            constructed = true;
        });

        Assert.True(constructed);
        Assert.Contains("error serializing property \"part\": ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("PartArgs.Name is required", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_argument_of_a_type_that_cannot_be_sent_is_named()
    {
        var failure = await Program.FailureOfAsync(() =>
        {
            _ = new Thing("it", new ThingArgs { Anything = new Uri("https://example.test") });
        });

        Assert.Contains(
            "error serializing property \"anything\": System.Uri is not a supported argument type",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_task_inside_arguments_is_refused()
    {
        var failure = await Program.FailureOfAsync(() =>
        {
            _ = new Thing("it", new ThingArgs { Anything = Task.FromResult(1) });
        });

        Assert.Contains("error serializing property \"anything\": ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_can_be_created_outside_a_run()
    {
        Assert.Throws<InvalidOperationException>(() => new Thing("it"));
        Assert.Throws<InvalidOperationException>(() => new Group("it"));
        Assert.Throws<InvalidOperationException>(() => new Config());
        Assert.Throws<InvalidOperationException>(() => Log.Info("hello"));
        Assert.Throws<InvalidOperationException>(() => Deployment.Instance);
    }

    [Fact]
    public async Task A_resource_needs_a_name() =>
        Assert.Contains(
            "name",
            (
                await Program.FailureOfAsync(() =>
                {
                    _ = new Thing("");
                })
            ).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void An_empty_name_type_or_urn_is_an_argument_exception(string? none)
    {
        Assert.Throws<ArgumentException>("name", () => new Thing(none!));
        Assert.Throws<ArgumentException>("type", () => new CustomResource(none!, "it", null, null));
        Assert.Throws<ArgumentException>("value", () => new Urn(none!));
    }

    [Fact]
    public async Task An_output_property_of_a_type_that_cannot_be_read_is_named()
    {
        var failure = await Program.FailureOfAsync(() =>
        {
            _ = new OddThing("it");
        });

        Assert.Contains("OddThing.When", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dictionary_arguments_are_checked_and_sent_by_their_names()
    {
        var recorder = new Recorder();
        var arguments = ImmutableDictionary<string, object?>.Empty.Add("text", "a").Add("number", Output.CreateSecret(1)).Add("none", null);

        await Deployment.TestAsync(recorder, Program.Preview, () =>
        {
            _ = new CustomResource(Thing.Token, "it", new DictionaryResourceArgs(arguments), null);
        });

        Assert.Equal(["number", "text"], recorder.InputsOfAsync("it").Keys.Order());
        Assert.Throws<InvalidOperationException>(() => new DictionaryResourceArgs(arguments.Add("bad", new Uri("https://example.test"))));
    }

    public sealed class BrokenStack : Pulumi.Stack
    {
        public BrokenStack() => throw new RunException("broken on purpose");
    }

    public sealed class IncompleteStack : Pulumi.Stack
    {
        [Output("forgotten")]
        public Output<string>? Forgotten { get; private set; }
    }

    public sealed class ObjectStack : Pulumi.Stack
    {
        [Output("it")]
        public object It { get; private set; } = Output.Create("a");
    }

    private sealed class Twice(string name) : CustomResource("test:index:Twice", name, null, (CustomResourceOptions?)null)
    {
        [Output("twice")]
        public Output<string> One { get; private set; } = null!;

        [Output("twice")]
        public Output<string> Two { get; private set; } = null!;
    }

    private sealed class OddThing(string name) : CustomResource("test:index:Odd", name, null, null)
    {
        [Output("when")]
        public Output<DateTime> When { get; private set; } = null!;
    }
}
