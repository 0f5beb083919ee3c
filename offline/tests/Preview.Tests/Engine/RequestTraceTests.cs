using PmCrm.Preview.Engine;
using Pulumirpc;

namespace PmCrm.Preview.Tests.Engine;

/// <summary>A trace is the same bytes in every run of the same program.</summary>
public sealed class RequestTraceTests
{
    [Fact]
    public void The_order_of_dependencies_and_of_arrival_does_not_change_the_trace()
    {
        var one = Trace(Registration("a", "urn:1", "urn:2"), Registration("b"));
        var other = Trace(Registration("b"), Registration("a", "urn:2", "urn:1"));

        Assert.Equal(one, other);
    }

    [Fact]
    public void The_order_of_paths_to_ignore_changes_the_trace() =>
        Assert.NotEqual(
            Trace(new RegisterResourceRequest { IgnoreChanges = { "a", "b" } }),
            Trace(new RegisterResourceRequest { IgnoreChanges = { "b", "a" } })
        );

    [Fact]
    public void The_address_and_the_token_of_a_callback_are_not_in_the_trace()
    {
        var one = Trace(
            new RegisterResourceRequest
            {
                Transforms =
                {
                    new Callback { Target = "127.0.0.1:4001", Token = "one" },
                },
            }
        );
        var other = Trace(
            new RegisterResourceRequest
            {
                Transforms =
                {
                    new Callback { Target = "127.0.0.1:4002", Token = "other" },
                },
            }
        );

        Assert.Equal(one, other);
        Assert.Contains("(callback)", one, StringComparison.Ordinal);
    }

    [Fact]
    public void A_feature_that_was_asked_for_twice_is_in_the_trace_once()
    {
        var feature = new RecordedRequest("SupportsFeature", new SupportsFeatureRequest { Id = "transforms" });

        Assert.Equal(RequestTrace.Write([feature], null), RequestTrace.Write([feature, feature], null));
    }

    private static RegisterResourceRequest Registration(string name, params string[] dependencies)
    {
        var request = new RegisterResourceRequest { Name = name, Dependencies = { dependencies } };
        var byProperty = new RegisterResourceRequest.Types.PropertyDependencies { Urns = { dependencies } };
        request.PropertyDependencies.Add("property", byProperty);
        return request;
    }

    private static string Trace(params RegisterResourceRequest[] requests) =>
        RequestTrace.Write(requests.Select(request => new RecordedRequest("RegisterResource", request)), null);
}
