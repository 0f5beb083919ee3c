using Google.Protobuf.WellKnownTypes;
using PmCrm.Preview.Engine;
using PmCrm.Preview.Plan;
using PmCrm.Preview.Project;
using PmCrm.Preview.Simulation;
using Pulumirpc;

namespace PmCrm.Preview.Tests.Engine;

/// <summary>
/// The requests that the engine refuses, and that the preview must refuse too: every refusal of pulumi/pulumi, pkg/resource/deploy
/// (source_eval.go, step_generator.go, step_executor.go) that can occur in a first preview. Refusals over a deployed state are in
/// <see cref="Diff.RefusedDiffTests"/>. Refusals of plans, targets, refreshes and remote components do not apply here.
/// </summary>
public sealed class RefusalTests
{
    private const string Stack = Recorders.Stack;
    private const string Bucket = "gcp:storage/bucket:Bucket";

    private static readonly Dictionary<string, Action<RegisterResourceRequest>> Requests = new()
    {
        ["type without module"] = request => request.Type = "acme:Bucket",
        ["type of one part"] = request => request.Type = "bucket",
        ["parent that is not a URN"] = request => request.Parent = "stack",
        ["parent not registered"] = request => request.Parent = "urn:pulumi:staging::shop::acme:shop:Group::nobody",
        ["dependency that is not a URN"] = request => request.Dependencies.Add("other"),
        ["property dependency that is not a URN"] = request =>
            request.PropertyDependencies["location"] = new RegisterResourceRequest.Types.PropertyDependencies
            {
                Urns = { "urn:pulumi:old" },
            },
        ["alias that is not a URN"] = request => request.Aliases.Add(new Alias { Urn = "urn:pulumi:old" }),
        ["old form of an alias that is not a URN"] = request => request.AliasURNs.Add("urn:pulumi:old"),
        ["alias with a parent that is not a URN"] = request =>
            request.Aliases.Add(new Alias { Spec = new Alias.Types.Spec { ParentUrn = "old" } }),
        ["deletedWith that is not a URN"] = request => request.DeletedWith = "other",
        ["provider that is not a reference"] = request => request.Provider = "google",
        ["provider that is not a provider"] = request => request.Provider = $"{Stack}::id",
        ["provider not registered"] = request => request.Provider = "urn:pulumi:staging::shop::pulumi:providers:gcp::google::id",
        ["hideDiffs that is not a path"] = request => request.HideDiffs.Add("labels[abc]"),
        ["timeout that is not a duration"] = request => request.CustomTimeouts = new() { Create = "5 minutes" },
        ["version that is none"] = request => request.Version = "latest",
        ["environment of what is no provider"] = request => request.EnvVarMappings["A"] = "B",
    };

    [Theory]
    [InlineData(
        "type without module",
        "'acme:Bucket' is not a type: it has the form package:module:Type, for example gcp:storage/bucket:Bucket"
    )]
    [InlineData("type of one part", "'bucket' is not a type: ")]
    [InlineData(
        "parent that is not a URN",
        "its parent 'stack' is not a URN: it has the form urn:pulumi:<stack>::<project>::<type>::<name>"
    )]
    [InlineData("parent not registered", "its parent 'urn:pulumi:staging::shop::acme:shop:Group::nobody' is not registered")]
    [InlineData("dependency that is not a URN", "its dependency 'other' is not a URN: ")]
    [InlineData("property dependency that is not a URN", "its dependency of 'location' 'urn:pulumi:old' is not a URN: ")]
    [InlineData("alias that is not a URN", "its alias 'urn:pulumi:old' is not a URN: ")]
    [InlineData("old form of an alias that is not a URN", "its alias 'urn:pulumi:old' is not a URN: ")]
    [InlineData("alias with a parent that is not a URN", "its alias's parent 'old' is not a URN: ")]
    [InlineData("deletedWith that is not a URN", "its deletedWith 'other' is not a URN: ")]
    [InlineData("provider that is not a reference", "its provider 'google' is not a reference: ")]
    [InlineData("provider that is not a provider", "is not a reference: ")]
    [InlineData("provider not registered", "its provider 'urn:pulumi:staging::shop::pulumi:providers:gcp::google' is not registered")]
    [InlineData("hideDiffs that is not a path", "hideDiffs has 'labels[abc]', which is not a property path")]
    [InlineData("timeout that is not a duration", "a timeout is '5 minutes', which is not a duration such as 1h30m or 90s")]
    [InlineData("version that is none", "its provider's version is 'latest', which is not a version such as 4.21.1")]
    [InlineData("environment of what is no provider", "envVarMappings is for providers only")]
    public void A_registration_that_the_engine_refuses_is_refused(string refusal, string message)
    {
        var recorder = Recorders.New();
        var request = Registration("one");
        Requests[refusal](request);

        Assert.Contains(message, Refused(recorder, () => recorder.Register(request)), StringComparison.Ordinal);
        Assert.Single(recorder.Resources);
    }

    [Fact]
    public void Every_refusal_of_the_table_is_tried() =>
        Assert.Equal(
            Requests.Count,
            typeof(RefusalTests)
                .GetMethod(nameof(A_registration_that_the_engine_refuses_is_refused))!
                .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
                .Length
        );

    [Theory]
    [InlineData("5m")]
    [InlineData("-1m0s")]
    [InlineData("1h30m0.5s")]
    public void A_duration_of_Go_is_taken(string timeout)
    {
        var request = Registration("one");
        request.CustomTimeouts = new() { Create = timeout, Update = "0" };

        Assert.NotEmpty(Recorders.New().Register(request).Urn);
    }

    [Theory]
    [InlineData("1.02.3")]
    [InlineData("1.2.3-01")]
    [InlineData("1.2.3-a..b")]
    [InlineData("1.2")]
    public void A_version_of_another_form_is_refused(string version)
    {
        var recorder = Recorders.New();
        var request = Registration("one");
        request.Version = version;

        Assert.Contains(
            $"'{version}', which is not a version",
            Refused(recorder, () => recorder.Register(request)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("0.0.1")]
    [InlineData("4.21.1-alpha.1+build.007")]
    [InlineData("1.2.3-0a--")]
    public void A_semantic_version_is_taken(string version)
    {
        var request = Registration("one");
        request.Version = version;

        Assert.NotEmpty(Recorders.New().Register(request).Urn);
    }

    [Fact]
    public void A_component_may_have_a_type_and_a_version_of_any_form()
    {
        var request = Registration("one");
        (request.Type, request.Custom, request.Version) = ("group", false, "any");

        Assert.NotEmpty(Recorders.New().Register(request).Urn);
    }

    [Fact]
    public void The_same_URN_twice_is_refused()
    {
        var recorder = Recorders.New();
        recorder.Register(Registration("one"));

        Assert.Contains(
            "two resources have the URN",
            Refused(recorder, () => recorder.Register(Registration("one"))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Outputs_registered_twice_are_refused()
    {
        var recorder = Recorders.New();
        var request = Registration("one");
        (request.Type, request.Custom) = ("sample:shop:Group", false);
        var outputs = new RegisterResourceOutputsRequest { Urn = recorder.Register(request).Urn, Outputs = new Struct() };
        recorder.RegisterOutputs(outputs);

        Assert.Contains(
            "registers its outputs twice",
            Refused(recorder, () => recorder.RegisterOutputs(outputs)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Outputs_of_the_stack_may_come_twice_and_the_last_count()
    {
        var recorder = Recorders.New();
        recorder.RegisterOutputs(new RegisterResourceOutputsRequest { Urn = Stack, Outputs = new Struct() });
        var last = new Struct { Fields = { ["url"] = Value.ForString("a") } };
        recorder.RegisterOutputs(new RegisterResourceOutputsRequest { Urn = Stack, Outputs = last });

        Assert.Same(last, recorder.Resources[Stack].RegisteredOutputs);
    }

    [Fact]
    public void Outputs_of_a_resource_that_is_not_registered_are_refused()
    {
        var recorder = Recorders.New();
        var outputs = new RegisterResourceOutputsRequest { Urn = "urn:pulumi:staging::shop::a:b:C::nobody", Outputs = new Struct() };

        Assert.Contains("is not registered", Refused(recorder, () => recorder.RegisterOutputs(outputs)), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_hooks_of_one_name_are_refused()
    {
        var recorder = Recorders.New();
        recorder.RegisterHook("notify");

        Assert.Contains(
            "two hooks have the name 'notify'",
            Refused(recorder, () => recorder.RegisterHook("notify")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_hook_without_a_name_is_refused()
    {
        var recorder = Recorders.New();

        Assert.Equal("a hook has no name", Refused(recorder, () => recorder.RegisterHook("")));
    }

    [Fact]
    public void A_resource_read_without_an_id_is_refused()
    {
        var recorder = Recorders.New();
        var read = new ReadResourceRequest
        {
            Type = Bucket,
            Name = "one",
            Parent = Stack,
        };

        Assert.Contains("it has no id", Refused(recorder, () => recorder.Read(read)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_response_has_no_property_dependencies()
    {
        var recorder = Recorders.New();
        var request = Registration("one");
        request.PropertyDependencies["location"] = new RegisterResourceRequest.Types.PropertyDependencies { Urns = { Stack } };

        Assert.Empty(recorder.Register(request).PropertyDependencies);
    }

    private static string Refused(Recorder recorder, Action request)
    {
        var failure = Assert.Throws<GrpcFailure>(request);
        Assert.Equal(GrpcFailure.InvalidArgument, failure.Status);
        Assert.Equal(failure.Message, Assert.Single(recorder.Diagnostics, said => said.Severity == Severity.Error).Message);
        return failure.Message;
    }

    private static RegisterResourceRequest Registration(string name) =>
        new()
        {
            Type = Bucket,
            Name = name,
            Custom = true,
            Parent = Stack,
        };
}
