namespace PmCrm.App.Features.Messages;

/// <summary>A service that sends mails.</summary>
public interface IMailProvider
{
    /// <summary>Its name as an outside service.</summary>
    string Name { get; }

    /// <summary>
    /// How long a mail waits before it is sent again where nobody knows whether the provider has it: its worker was killed while it asked,
    /// or the answer did not come. Zero where the provider honors an idempotency key; else long enough for its events to tell.
    /// </summary>
    TimeSpan WaitForEvents { get; }

    /// <summary>Gives the provider one mail, once: the outbox does the rest.</summary>
    /// <param name="id">The mail's id in the outbox: its idempotency key, and what the provider's events name.</param>
    /// <exception cref="OutsideServices.OutsideServiceException">It did not answer.</exception>
    Task<MailAnswer> Send(Guid id, RenderedMail mail, CancellationToken cancellationToken);
}

/// <summary>What a provider answered.</summary>
public abstract record MailAnswer
{
    private MailAnswer() { }

    /// <summary>It has the mail.</summary>
    /// <param name="ProviderId">What it calls it; null where it does not say.</param>
    public sealed record Accepted(string? ProviderId) : MailAnswer;

    /// <summary>It will never take this message.</summary>
    /// <param name="Reason">Its code, without anything of the message.</param>
    /// <param name="IsForEver">It takes none for this recipient.</param>
    public sealed record Refused(string Reason, bool IsForEver = false) : MailAnswer;

    /// <summary>Not now: too many, its own failure, or a key that it does not know and that somebody will mend.</summary>
    /// <param name="RetryAfter">How long it asks to wait; null where it does not say.</param>
    public sealed record Later(string Reason, TimeSpan? RetryAfter) : MailAnswer;
}
