using PmCrm.Preview.Diff;
using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Tests.Engine;
using Pulumirpc;
using static PmCrm.Preview.Tests.Harness.Plans;

namespace PmCrm.Preview.Tests.Diff;

/// <summary>
/// Which former URNs of its parent give a resource a former URN: only the one under which the parent is deployed (pulumi/pulumi,
/// pkg/resource/deploy/step_generator.go, generateAliases and collapseAliasToUrn).
/// </summary>
public sealed class InheritedAliasTests
{
    private const string Bucket = "gcp:storage/bucket:Bucket";
    private const string Group = "acme:shop:Group";
    private const string Prefix = $"urn:pulumi:staging::shop::{Group}";

    [Theory]
    // The deployed parent, the deployed child, and what becomes of the child "new-files".
    [InlineData("first", "first-files", Outcome.Same)]
    [InlineData("second", "second-files", Outcome.Same)]
    [InlineData("first", "second-files", Outcome.Created)]
    [InlineData("new", "first-files", Outcome.Created)]
    [InlineData("none", "first-files", Outcome.Created)]
    public void A_child_inherits_the_alias_that_its_parent_was_found_by(string parent, string child, Outcome expected)
    {
        var after = Recorded(
            recorder => Register(recorder, Group, "new", aliases: [Named("first"), Named("second")]),
            recorder => Register(recorder, Bucket, "new-files", $"{Prefix}::new")
        );

        Assert.Equal(expected, OutcomeOfLast(after, Deployed(Group, parent), Deployed($"{Group}${Bucket}", child)));
    }

    [Theory]
    [InlineData("first", Outcome.Same)]
    [InlineData("second", Outcome.Created)]
    public void A_grandchild_inherits_what_its_parent_inherited(string parent, Outcome expected)
    {
        var after = Recorded(
            recorder => Register(recorder, Group, "new", aliases: [Named("first"), Named("second")]),
            recorder => Register(recorder, Group, "new-inner", $"{Prefix}::new"),
            recorder => Register(recorder, Bucket, "new-inner-files", $"{Prefix}${Group}::new-inner")
        );

        Assert.Equal(
            expected,
            OutcomeOfLast(
                after,
                Deployed(Group, parent),
                Deployed($"{Group}${Group}", "first-inner"),
                Deployed($"{Group}${Group}${Bucket}", "first-inner-files")
            )
        );
    }

    [Theory]
    [InlineData("acme:shop:Old", Outcome.Same)]
    [InlineData(Group, Outcome.Created)]
    public void A_parent_that_an_alias_names_stands_for_its_former_type(string childOf, Outcome expected)
    {
        var after = Recorded(
            recorder =>
                Register(
                    recorder,
                    Group,
                    "group",
                    aliases:
                    [
                        new Alias
                        {
                            Spec = new Alias.Types.Spec { Type = "acme:shop:Old", NoParent = true },
                        },
                    ]
                ),
            recorder =>
                Register(recorder, Bucket, "files", aliases: [new Alias { Spec = new Alias.Types.Spec { ParentUrn = $"{Prefix}::group" } }])
        );

        Assert.Equal(expected, OutcomeOfLast(after, Deployed("acme:shop:Old", "group"), Deployed($"{childOf}${Bucket}", "files")));
    }

    private static Alias Named(string name) => new() { Spec = new Alias.Types.Spec { Name = name } };

    private static PlanResource Deployed(string qualifiedType, string name) =>
        Resource(Urn.Type($"urn:pulumi:staging::shop::{qualifiedType}::{name}"), name) with
        {
            Urn = $"urn:pulumi:staging::shop::{qualifiedType}::{name}",
            IsCustom = qualifiedType.EndsWith(Bucket, StringComparison.Ordinal),
        };

    private static void Register(Recorder recorder, string type, string name, string parent = Recorders.Stack, Alias[]? aliases = null) =>
        recorder.Register(
            new RegisterResourceRequest
            {
                Type = type,
                Name = name,
                Parent = parent,
                Custom = type == Bucket,
                Aliases = { aliases ?? [] },
            }
        );

    private static List<PlanResource> Recorded(params Action<Recorder>[] registrations)
    {
        var recorder = Recorders.New();
        foreach (var register in registrations)
            register(recorder);
        return
        [
            .. recorder.Resources.Values.Select(resource =>
                PlanBuilder.ToPlan(resource, recorder.Packages, new PlanValueReader(new SecretMask([])))
            ),
        ];
    }

    private static Outcome OutcomeOfLast(List<PlanResource> after, params PlanResource[] before)
    {
        var steps = new StepGenerator(Of(before));
        return after.ConvertAll(resource => steps.Next(resource).Outcome)[^1];
    }
}
