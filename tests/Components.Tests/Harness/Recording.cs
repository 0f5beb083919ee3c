using Moq;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace PmCrm.Testing;

/// <summary>What a program registered while it ran against mocks: every resource with its inputs and its options.</summary>
public sealed class Recording
{
    private readonly List<RecordedResource> resources = [];
    private readonly List<(Resource Resource, ResourceOptions Options)> options = [];

    /// <summary>Everything registered, in order.</summary>
    public IReadOnlyList<RecordedResource> Resources => this.resources;

    /// <summary>Runs one component alone.</summary>
    /// <param name="create">Creates the component with the given options, through which the harness sees its children's options.</param>
    /// <param name="isPreview">True: what only the cloud knows is unknown, as in a first preview.</param>
    public static async Task<Recorded<T>> OfAsync<T>(Func<ComponentResourceOptions, T> create, bool isPreview = false)
        where T : ComponentResource
    {
        T? component = null;
        var recording = await OfProgramAsync(
            options =>
            {
                component = create(options);
            },
            isPreview
        );
        return new Recorded<T>(component!, recording);
    }

    /// <summary>Runs any program.</summary>
    /// <param name="program">Creates resources; with the given options the harness sees the options of a component's children.</param>
    /// <param name="isPreview">True: what only the cloud knows is unknown, as in a first preview.</param>
    public static async Task<Recording> OfProgramAsync(Action<ComponentResourceOptions> program, bool isPreview = false)
    {
        var recording = new Recording();
        await Deployment.TestAsync(
            recording.CreateMocks(isPreview).Object,
            new TestOptions
            {
                IsPreview = isPreview,
                ProjectName = "pmcrm",
                StackName = "test",
            },
            () => program(new ComponentResourceOptions { ResourceTransformations = { recording.RememberOptions } })
        );
        await recording.ResolveOptionsAsync();
        return recording;
    }

    /// <summary>Runs a whole stack class; the harness does not see the options of its resources.</summary>
    /// <param name="stackName">Name of the stack.</param>
    /// <param name="cloud">Answers registrations in a preview: id (null while unknown) and state. Null: an update in which all is
    /// known.</param>
    /// <param name="isLeftOut">True: no resource has an output, like new resources that <c>--target</c> excludes.</param>
    public static async Task<(TStack Stack, Recording Plan)> OfStackAsync<TStack>(
        string stackName,
        Func<MockResourceArgs, (string? Id, object State)>? cloud = null,
        bool isLeftOut = false
    )
        where TStack : Stack, new()
    {
        var recording = new Recording();
        var isPreview = cloud is not null;
        var resources = await Deployment.TestAsync<TStack>(
            recording.CreateMocks(isPreview, isLeftOut ? NoOutputs : cloud).Object,
            new TestOptions
            {
                IsPreview = isPreview,
                ProjectName = "pmcrm",
                StackName = stackName,
            }
        );
        return (resources.OfType<TStack>().Single(), recording);
    }

    /// <summary>
    /// The resources of a type, for example <c>gcp:sql/databaseInstance:DatabaseInstance</c>. Fails where there is none, so that no test
    /// passes because a type is misspelled or no longer used.
    /// </summary>
    public IReadOnlyList<RecordedResource> All(string type)
    {
        var found = OfType(type);
        Assert.True(found.Count > 0, $"expected a {type}, found none; registered: {Registered()}");
        return found;
    }

    /// <summary>Asserts that no resource has this type; fails for a type that the provider packages do not have.</summary>
    public void None(string type)
    {
        Assert.True(ResourceTypes.Exists(type), $"no resource type is called {type}");
        var found = OfType(type);
        Assert.True(found.Count == 0, $"expected no {type}, found {string.Join(", ", found.Select(resource => resource.Name))}");
    }

    /// <summary>The only resource of a type, or the only one of that name.</summary>
    public RecordedResource Only(string type, string? name = null)
    {
        var found = OfType(type).Where(resource => name is null || resource.Name == name).ToList();
        Assert.True(found.Count == 1, $"expected one {type} {name}, found {found.Count}; registered: {Registered()}");
        return found[0];
    }

    private List<RecordedResource> OfType(string type) => [.. this.resources.Where(resource => resource.Type == type)];

    private string Registered() => string.Join(", ", this.resources.Select(resource => $"{resource.Type} {resource.Name}"));

    private static (string? Id, object State) NoOutputs(MockResourceArgs args) =>
        ("", System.Collections.Immutable.ImmutableDictionary<string, object>.Empty);

    private Mock<IMocks> CreateMocks(bool isPreview, Func<MockResourceArgs, (string? Id, object State)>? cloud = null)
    {
        cloud ??= args => (isPreview ? null : SimulatedState.IdOf(args), SimulatedState.Of(args, isPreview));
        var mocks = new Mock<IMocks>(MockBehavior.Loose);
        mocks
            .Setup(m => m.NewResourceAsync(It.IsAny<MockResourceArgs>()))
            .Returns<MockResourceArgs>(args =>
            {
                lock (this.resources)
                    this.resources.Add(new RecordedResource(args.Type!, args.Name!, args.Inputs));
                return Task.FromResult(cloud(args));
            });
        mocks.Setup(m => m.CallAsync(It.IsAny<MockCallArgs>())).Returns<MockCallArgs>(args => Task.FromResult<object>(args.Args));
        mocks.Setup(m => m.RegisterResourceOutputs(It.IsAny<MockRegisterResourceOutputsRequest>())).Returns(Task.CompletedTask);
        return mocks;
    }

    private ResourceTransformationResult? RememberOptions(ResourceTransformationArgs args)
    {
        lock (this.options)
            this.options.Add((args.Resource, args.Options));
        return null;
    }

    private async Task ResolveOptionsAsync()
    {
        foreach (var (resource, options) in this.options)
        {
            var (type, name) = Urns.Split(await OutputUtilities.GetValueAsync(resource.Urn));
            var recorded = this.resources.Single(r => r.Type == type && r.Name == name);
            recorded.Options = options;
            foreach (
                var dependency in await OutputUtilities.GetValueAsync(
                    ((Input<System.Collections.Immutable.ImmutableArray<Resource>>)options.DependsOn).ToOutput()
                )
            )
                recorded.DependsOn.Add(Urns.Split(await OutputUtilities.GetValueAsync(dependency.Urn)).Name);
        }
    }
}
