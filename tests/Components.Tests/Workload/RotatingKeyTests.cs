using PmCrm.Components.Common;
using PmCrm.Components.Workload;
using PmCrm.Testing;

namespace PmCrm.Components.Tests.Workload;

public sealed class RotatingKeyTests
{
    private const string Type = "random:index/randomBytes:RandomBytes";

    [Fact]
    public async Task First_version_has_no_previous_key()
    {
        var key = await RecordAsync(version: 1);
        Assert.Null(key.Component.Previous);
        Assert.Equal(["key-1"], key.Plan.All(Type).Select(resource => resource.Name));
    }

    [Fact]
    public async Task Raising_the_version_keeps_the_previous_key()
    {
        var key = await RecordAsync(version: 3);
        Assert.NotNull(key.Component.Previous);
        Assert.Equal(["key-2", "key-3"], key.Plan.All(Type).Select(resource => resource.Name).Order());
    }

    [Fact]
    public async Task Key_has_256_bits_and_is_secret()
    {
        var key = await RecordAsync(version: 1);
        key.Plan.Only(Type).ShouldCarry("length", 32);
        Assert.True(await key.IsSecretAsync(k => k.Current));
    }

    [Theory]
    [InlineData(Protection.On, true)]
    [InlineData(Protection.Off, false)]
    public async Task Protection_follows_the_argument(Protection protection, bool expected) =>
        Assert.Equal(expected, (await RecordAsync(version: 1, protection)).Plan.Only(Type).Options!.Protect);

    /// <summary>Version 3 removes the key of version 1 from the program, and Pulumi refuses to delete a protected resource.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_rotation_deletes_no_protected_key(int version)
    {
        var before = (await RecordAsync(version)).Plan.All(Type);
        var after = (await RecordAsync(version + 1)).Plan.All(Type).Select(key => key.Name).ToHashSet();
        var dropped = Assert.Single(before, key => !after.Contains(key.Name));
        Assert.False(dropped.Options!.Protect);
        Assert.True(before.Single(key => key.Name == $"key-{version}").Options!.Protect);
    }

    private static Task<Recorded<RotatingKey>> RecordAsync(int version, Protection protection = Protection.On) =>
        Recording.OfAsync(options => new RotatingKey("key", new RotatingKeyArgs { Version = version, Protection = protection }, options));
}
