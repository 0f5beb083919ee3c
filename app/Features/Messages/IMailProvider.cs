namespace PmCrm.App.Features.Messages;

/// <summary>A service that sends mails.</summary>
public interface IMailProvider
{
    /// <summary>The provider's name as an outside service.</summary>
    string Name { get; }

    /// <summary>
    /// How long a mail waits before it is sent again if it is unknown whether the provider has it: its worker was killed during the
    /// request, or the answer did not arrive. Zero if the provider honors an idempotency key; otherwise long enough for the provider's
    /// events to arrive.
    /// </summary>
    TimeSpan WaitForEvents { get; }

    /// <summary>Sends one mail to the provider, once; the outbox handles retries.</summary>
    /// <param name="id">The mail's id in the outbox. It is the idempotency key, and the provider's events contain it.</param>
    /// <exception cref="OutsideServices.OutsideServiceException">The provider did not answer.</exception>
    Task<MailAnswer> Send(Guid id, RenderedMail mail, CancellationToken cancellationToken);
}

/// <summary>What a provider answered.</summary>
public abstract record MailAnswer
{
    private MailAnswer() { }

    /// <summary>The provider accepted the mail.</summary>
    /// <param name="ProviderId">The provider's id of the mail; null if it gives none.</param>
    public sealed record Accepted(string? ProviderId) : MailAnswer;

    /// <summary>The provider will never accept this message.</summary>
    /// <param name="Reason">The provider's error code, without any content of the message.</param>
    /// <param name="IsForEver">Whether it accepts no message for this recipient.</param>
    public sealed record Refused(string Reason, bool IsForEver = false) : MailAnswer;

    /// <summary>Try again later: too many requests, a failure of the provider, or a wrong key that an operator will fix.</summary>
    /// <param name="RetryAfter">How long the provider asks to wait; null if it does not say.</param>
    public sealed record Later(string Reason, TimeSpan? RetryAfter) : MailAnswer;
}
