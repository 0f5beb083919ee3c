using Google.Protobuf.WellKnownTypes;
using PmCrm.Compatibility.Tests.Recording;
using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;
using Pulumirpc;

namespace PmCrm.Compatibility.Tests;

/// <summary>What counts as a difference between two traces.</summary>
public sealed class TraceTests
{
    [Fact]
    public void The_order_of_arrival_is_no_difference() =>
        Assert.Empty(TraceOf(Named("a"), Named("b")).DifferenceTo(TraceOf(Named("b"), Named("a"))));

    [Fact]
    public void The_order_of_dependencies_is_no_difference()
    {
        var one = new RegisterResourceRequest { Dependencies = { "urn:a", "urn:b" } };
        var other = new RegisterResourceRequest { Dependencies = { "urn:b", "urn:a" } };

        Assert.Empty(TraceOf(one).DifferenceTo(TraceOf(other)));
    }

    [Fact]
    public void The_order_of_a_list_among_the_values_is_a_difference() =>
        Assert.NotEmpty(TraceOf(WithDependencies("a", "b")).DifferenceTo(TraceOf(WithDependencies("b", "a"))));

    [Fact]
    public void The_version_of_a_package_is_no_difference_and_the_version_that_a_program_asks_for_is()
    {
        Assert.Empty(TraceOf(Version("1.0.0")).DifferenceTo(TraceOf(Version("2.0.0"))));
        Assert.NotEmpty(TraceOf(Version("1.0.0-sample")).DifferenceTo(TraceOf(Version("2.0.0-sample"))));
        Assert.NotEmpty(TraceOf(Version("1.0.0")).DifferenceTo(TraceOf(Version(""))));
    }

    [Fact]
    public void A_field_set_to_false_differs_from_one_not_set()
    {
        var difference = TraceOf(new RegisterResourceRequest { Protect = false }).DifferenceTo(TraceOf(new RegisterResourceRequest()));

        Assert.Equal("- {\"call\":\"RegisterResource\",\"protect\":false}\n+ {\"call\":\"RegisterResource\"}\n", difference);
    }

    [Fact]
    public void A_request_sent_twice_is_a_difference() =>
        Assert.Equal("+ " + TraceOf(Named("a")).Lines[0] + "\n", TraceOf(Named("a")).DifferenceTo(TraceOf(Named("a"), Named("a"))));

    [Fact]
    public void An_exit_code_is_a_difference() =>
        Assert.Equal("- exit code 0\n+ exit code 32\n", new Trace(0, []).DifferenceTo(new Trace(32, [])));

    [Fact]
    public void A_trace_read_back_is_equal()
    {
        var trace = TraceOf(Named("a"), WithDependencies("x"));

        Assert.Empty(trace.DifferenceTo(Trace.Parse(trace.ToString())));
    }

    [Fact]
    public void A_plan_shows_no_secret_and_still_distinguishes_two_of_them()
    {
        var one = TraceOf(Secret("planted-value-1")).WithoutSecrets();
        var other = TraceOf(Secret("planted-value-2")).WithoutSecrets();

        Assert.DoesNotContain("planted-value", one.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(one.DifferenceTo(other));
    }

    private static Trace TraceOf(params RegisterResourceRequest[] requests) =>
        Trace.Of(0, requests.Select(request => new RecordedRequest("RegisterResource", request)));

    private static RegisterResourceRequest Named(string name) => new() { Name = name };

    private static RegisterResourceRequest Version(string version) => new() { Version = version };

    private static RegisterResourceRequest Secret(string text) => With("password", Wire.AsSecret(Value.ForString(text)));

    // A provider's property may have the same name as a field of the protocol.
    private static RegisterResourceRequest WithDependencies(params string[] items) =>
        With("dependencies", Value.ForList([.. items.Select(Value.ForString)]));

    private static RegisterResourceRequest With(string property, Value value) =>
        new() { Object = new Struct { Fields = { [property] = value } } };
}
