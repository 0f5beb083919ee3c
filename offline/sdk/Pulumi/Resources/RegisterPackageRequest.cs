namespace Pulumi;

/// <summary>
/// Names a package whose resources are made from parameters. It is here so that a program is ambiguous, or not, to the
/// compiler just as with the official SDK; the stand-in registers no such packages.
/// </summary>
public sealed class RegisterPackageRequest
{
    private RegisterPackageRequest()
    {
    }

    /// <exception cref="NotSupportedException">For any request but none.</exception>
    internal static void Refuse(RegisterPackageRequest? request)
    {
        if (request != null)
            throw new NotSupportedException("The stand-in for Pulumi's packages registers no parameterized packages; build with the official ones.");
    }
}
