using System.Globalization;
using PmCrm.Components.Common;
using Pulumi;
using Pulumi.Random;

namespace PmCrm.Components.Workload;

/// <summary>
/// A random key that is rotated without a gap: the previous version stays available, so that what it signed or encrypted is still accepted.
/// </summary>
/// <example><c>examples/RotatingKeyExample.cs</c></example>
public sealed class RotatingKey : ComponentResource
{
    /// <summary>Pulumi's type token of this component.</summary>
    public const string TypeToken = "pmcrm:workload:RotatingKey";

    /// <summary>Creates the current key and keeps the previous one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 1.</exception>
    public RotatingKey(string name, RotatingKeyArgs args, ComponentResourceOptions? options = null)
        : base(TypeToken, name, options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(args.Version, 1, nameof(args));
        Current = CreateKey(name, args, args.Version, args.Protection);
        // Not protected: the next rotation removes it from the program, and Pulumi refuses to delete a protected resource.
        Previous = args.Version > 1 ? CreateKey(name, args, args.Version - 1, Protection.Off) : null;
        RegisterOutputs();
    }

    /// <summary>Secret. The key in use, in base64.</summary>
    [Output("current")]
    public Output<string> Current { get; private set; }

    /// <summary>Secret. The previous key, in base64; null at version 1.</summary>
    public Output<string>? Previous { get; }

    private Output<string> CreateKey(string name, RotatingKeyArgs args, int version, Protection protection)
    {
        var key = new RandomBytes(
            $"{name}-{version.ToString(CultureInfo.InvariantCulture)}",
            new RandomBytesArgs { Length = args.LengthBytes },
            this.ProtectedChild(protection)
        );
        return Output.CreateSecret(key.Base64);
    }
}
