using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Features.Messages;
using PmCrm.App.Security;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>Mails that wait in the outbox, where a test has no provider to send them.</summary>
internal static class Mails
{
    /// <summary>Leaves a mail with a text, for the person.</summary>
    public static Task LeaveMail(this AppFixture app, Person person, string text) =>
        app.Database.Execute(
            $"""
            insert into mail_outbox (id, owner_id, kind, message_cipher, expires_at)
            values ({Guid.CreateVersion7()}, {person.Id}, 'notice',
                {app.Services.GetRequiredService<FieldEncryption>().Encrypt(text, person.Id, MailOutbox.MessageField)}, now())
            """,
            default
        );
}
