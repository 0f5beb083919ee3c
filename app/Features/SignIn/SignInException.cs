namespace PmCrm.App.Features.SignIn;

/// <summary>Why a sign-in at a provider did not end in a session.</summary>
public enum SignInFailure
{
    /// <summary>The answer does not belong to a sign-in that this browser began, or that one is too old.</summary>
    UnknownAttempt,

    /// <summary>The person, or their administrator, said no.</summary>
    Declined,

    /// <summary>The provider does not take the code: it was used before, or is too old.</summary>
    CodeRefused,

    /// <summary>The ID token is not one that the provider made for this sign-in.</summary>
    NotVerified,

    /// <summary>The provider sends no address, or an unverified one.</summary>
    AddressNotVerified,

    /// <summary>Another account has the address, and may not be joined with this identity.</summary>
    AccountExists,

    /// <summary>The provider does not answer.</summary>
    Unavailable,

    /// <summary>The provider refuses us, or its answer makes no sense.</summary>
    ProviderFailed,
}

/// <summary>Ends a sign-in. The message is for the log: it holds nothing of what the provider or the client sent.</summary>
public sealed class SignInException(SignInFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public SignInFailure Failure => failure;
}
