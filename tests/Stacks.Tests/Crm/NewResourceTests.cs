using System.Collections.Immutable;
using System.Text;
using PmCrm.Stacks.Crm;
using PmCrm.Testing;
using Pulumi.Testing;

namespace PmCrm.Stacks.Tests.Crm;

/// <summary>
/// What the preview of a deployed environment shows when one resource is new: that resource, and resources that use values which only its
/// creation gives. Any other resource would be shown as changed or replaced although the update does not change it.
/// </summary>
public sealed class NewResourceTests
{
    [Theory]
    [InlineData("staging")]
    [InlineData("production")]
    public async Task A_new_resource_changes_no_resource_that_uses_none_of_its_values(string stack)
    {
        var deployed = await PreviewAsync(stack, State.Deployed, of: null);
        var wrong = new List<string>();
        foreach (var one in deployed.Keys.Where(key => !IsComponent(key)))
        {
            var withNew = await PreviewAsync(stack, State.New, one);
            var changed = Changed(deployed, withNew).ToList();
            if (changed.Count == 0)
                continue;
            var withOther = await PreviewAsync(stack, State.Other, one);
            wrong.AddRange(changed.Except(Changed(deployed, withOther)).Select(property => $"{property} waits for {one}"));
        }
        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public async Task The_project_is_known_in_the_first_preview()
    {
        ProjectConfiguration.Of("production").Export();
        var (_, plan) = await Recording.OfStackAsync<CrmStack>("production", args => (null, args.Inputs));
        var inProject = plan.Resources.Where(resource => resource.Inputs.ContainsKey("project")).ToList();
        Assert.NotEmpty(inProject);
        Assert.All(inProject, resource => resource.ShouldCarry("project", "pmcrm-production"));
    }

    /// <summary>The cloud's answer for one resource.</summary>
    private enum State
    {
        /// <summary>Everything is known.</summary>
        Deployed,

        /// <summary>Not created yet: only the program's inputs are known.</summary>
        New,

        /// <summary>Exists, with other values than usual: shows which resources use them.</summary>
        Other,
    }

    private static bool IsComponent(string key) =>
        key.StartsWith("pmcrm:", StringComparison.Ordinal) || key.StartsWith("pulumi:", StringComparison.Ordinal);

    private static async Task<Dictionary<string, ImmutableDictionary<string, object>>> PreviewAsync(string stack, State state, string? of)
    {
        ProjectConfiguration.Of(stack).Export();
        var (_, plan) = await Recording.OfStackAsync<CrmStack>(stack, args =>
            $"{args.Type} {args.Name}" == of ? Answer(args, state) : Answer(args, State.Deployed)
        );
        return plan.Resources.ToDictionary(resource => $"{resource.Type} {resource.Name}", resource => resource.Inputs);
    }

    private static (string? Id, object State) Answer(MockResourceArgs args, State state)
    {
        if (state is State.New)
            return (null, args.Inputs);
        var all = (ImmutableDictionary<string, object>)SimulatedState.Of(args, isPreview: false);
        if (state is State.Deployed)
            return ($"{args.Name}-id", all);
        return (
            $"{args.Name}-other-id",
            all.ToImmutableDictionary(value => value.Key, value => args.Inputs.ContainsKey(value.Key) ? value.Value : Other(value.Value))
        );
    }

    private static object Other(object value) =>
        value switch
        {
            string text => $"{text}-other",
            int number => number + 1,
            ImmutableArray<object> list => list.Select(Other).ToImmutableArray(),
            ImmutableDictionary<string, object> map => map.ToImmutableDictionary(
                entry => entry.Key,
                // Purpose and type identify a record; with another value it is another record.
                entry => entry.Key is "record" or "type" ? entry.Value : Other(entry.Value)
            ),
            _ => value,
        };

    private static IEnumerable<string> Changed(
        Dictionary<string, ImmutableDictionary<string, object>> before,
        Dictionary<string, ImmutableDictionary<string, object>> after
    ) =>
        from resource in before
        from property in resource.Value.Keys.Union(after[resource.Key].Keys)
        where Show(resource.Value.GetValueOrDefault(property)) != Show(after[resource.Key].GetValueOrDefault(property))
        select $"{resource.Key}: {property}";

    private static string Show(object? value)
    {
        var text = new StringBuilder();
        Append(value);
        return text.ToString();

        void Append(object? part)
        {
            switch (part)
            {
                case ImmutableArray<object> list:
                    text.Append('[');
                    foreach (var item in list)
                        Append(item);
                    text.Append(']');
                    break;
                case ImmutableDictionary<string, object> map:
                    text.Append('{');
                    foreach (var (key, item) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    {
                        text.Append(key).Append('=');
                        Append(item);
                    }
                    text.Append('}');
                    break;
                default:
                    text.Append(part).Append(';');
                    break;
            }
        }
    }
}
