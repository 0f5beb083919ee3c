namespace PmCrm.Components.Common;

/// <summary>The certificates of a managed server's own authorities, as one PEM file that a client verifies the server against.</summary>
public static class CertificateBundle
{
    /// <summary>
    /// Joins all certificates: while Google rotates an authority, a server may present one of either.
    /// </summary>
    public static string Of(IEnumerable<string?> certificates) =>
        string.Concat(
            certificates.Where(certificate => !string.IsNullOrEmpty(certificate)).Select(certificate => certificate!.TrimEnd() + "\n")
        );
}
