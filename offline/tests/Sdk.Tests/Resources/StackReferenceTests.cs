using System.Collections.Immutable;
using PmCrm.Sdk.Tests.Support;
using PmCrm.Sdk.Tests.Wire;
using Pulumi;

namespace PmCrm.Sdk.Tests.Resources;

[Collection(ProcessEnvironment.Name)]
public sealed class StackReferenceTests : IDisposable
{
    private readonly int exitCodeBefore = Environment.ExitCode;

    private readonly Recorder recorder = new()
    {
        Answer = args =>
            (
                $"{args.Name}-id",
                ImmutableDictionary<string, object>
                    .Empty.Add("name", args.Name!)
                    .Add("outputs", ImmutableDictionary<string, object>.Empty.Add("plain", "a").Add("hidden", "planted-value-9"))
                    .Add("secretOutputNames", ImmutableArray.Create("hidden"))
            ),
    };

    public void Dispose() => Environment.ExitCode = exitCodeBefore;

    [Fact]
    public async Task Outputs_are_read_by_name_and_secret_as_the_other_stack_says()
    {
        Output<object?>? plain = null,
            hidden = null,
            missing = null;
        await Deployment.TestAsync(recorder, Program.Preview, () =>
        {
            var reference = new StackReference("org/proj/prod");
            plain = reference.GetOutput("plain");
            hidden = reference.GetOutput("hidden");
            missing = reference.GetOutput("missing");
        });

        Assert.Equal("a", (await plain!.SeeAsync()).Value);
        Assert.False((await plain!.SeeAsync()).IsSecret);
        Assert.Equal("planted-value-9", (await hidden!.SeeAsync()).Value);
        Assert.True((await hidden!.SeeAsync()).IsSecret);
        Assert.Null((await missing!.SeeAsync()).Value);
    }

    [Fact]
    public async Task It_reads_the_stack_that_its_name_or_arguments_say()
    {
        await Deployment.TestAsync(recorder, Program.Preview, () =>
        {
            _ = new StackReference("org/proj/prod");
            _ = new StackReference("short", new StackReferenceArgs { Name = "org/proj/other" });
        });

        Assert.Equal(["org/proj/prod", "org/proj/other"], recorder.Resources.Select(resource => resource.Id));
        Assert.Equal("org/proj/other", recorder.InputsOfAsync("short")["name"]);
    }

    [Fact]
    public async Task A_required_output_that_is_missing_fails_and_names_both()
    {
        var failure = await Program.FailureOfAsync(() => new StackReference("org/proj/prod").RequireOutput("missing"), recorder);

        Assert.Contains("'missing'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'org/proj/prod'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Details_mark_secrets_and_plain_getters_refuse_them()
    {
        await Deployment.TestAsync(recorder, Program.Preview, async () =>
        {
            var reference = new StackReference("org/proj/prod");
            Assert.Equal("a", (await reference.GetOutputDetailsAsync("plain")).Value);
            Assert.Equal("planted-value-9", (await reference.GetOutputDetailsAsync("hidden")).SecretValue);
            Assert.Null((await reference.GetOutputDetailsAsync("hidden")).Value);
            Assert.Equal("a", await reference.GetValueAsync("plain"));
            await Assert.ThrowsAsync<InvalidOperationException>(() => reference.RequireValueAsync("hidden"));
        });
    }

    [Fact]
    public async Task After_an_update_a_state_without_secret_names_returns_no_value()
    {
        var silent = new Recorder
        {
            Answer = _ =>
                (
                    "id",
                    ImmutableDictionary<string, object>.Empty.Add("outputs", ImmutableDictionary<string, object>.Empty.Add("plain", "a"))
                ),
        };

        await Assert.ThrowsAnyAsync<Exception>(() => Deployment.TestAsync(silent, Program.Update, () =>
            {
                new StackReference("org/proj/prod").GetOutput("plain");
            }));
    }
}
