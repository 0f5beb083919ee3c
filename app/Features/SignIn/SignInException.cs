namespace PmCrm.App.Features.SignIn;

/// <summary>Why a sign-in with a provider failed.</summary>
public enum SignInFailure
{
    /// <summary>The answer does not belong to a sign-in that this browser started, or that sign-in has expired.</summary>
    UnknownAttempt,

    /// <summary>The person, or their administrator, declined.</summary>
    Declined,

    /// <summary>The provider refused the code: it was already used, or has expired.</summary>
    CodeRefused,

    /// <summary>The provider did not make the ID token for this sign-in.</summary>
    NotVerified,

    /// <summary>The provider sent no address, or an unverified one.</summary>
    AddressNotVerified,

    /// <summary>Another account has the address, and must not be joined with this identity.</summary>
    AccountExists,

    /// <summary>The provider does not answer.</summary>
    Unavailable,

    /// <summary>The provider refused this client, or its answer is not valid.</summary>
    ProviderFailed,
}

/// <summary>Ends a sign-in. The message is for the log and contains nothing that the provider or the client sent.</summary>
public sealed class SignInException(SignInFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public SignInFailure Failure => failure;
}
