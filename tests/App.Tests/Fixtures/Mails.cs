using Microsoft.Extensions.DependencyInjection;
using PmCrm.App.Features.Messages;
using PmCrm.App.Features.WhatsApp;
using PmCrm.App.Security;

namespace PmCrm.App.Tests.Fixtures;

/// <summary>Mails and messages that wait in an outbox, where a test has no provider to send them.</summary>
internal static class Mails
{
    /// <summary>Adds a mail with the text to the person's outbox.</summary>
    public static Task LeaveMail(this AppFixture app, Person person, string text) =>
        app.Database.Execute(
            $"""
            insert into mail_outbox (id, owner_id, kind, message_cipher, expires_at)
            values ({Guid.CreateVersion7()}, {person.Id}, 'notice',
                {app.Services.GetRequiredService<FieldEncryption>().Encrypt(text, person.Id, MailOutbox.MessageField)}, now())
            """,
            default
        );

    /// <summary>Gives the person a phone number, a code sent to it and a pending message, each with the text.</summary>
    public static async Task LeaveWhatsAppMessage(this AppFixture app, Person person, string text)
    {
        var encryption = app.Services.GetRequiredService<FieldEncryption>();
        var number = Guid.CreateVersion7();
        await app.Database.Execute(
            $"""
            insert into whatsapp_numbers (id, owner_id, number_cipher, code_hash, code_expires_at)
            values ({number}, {person.Id}, {encryption.Encrypt(text, person.Id, WhatsAppNumbers.NumberField)}, {new byte[32]}, now())
            """,
            default
        );
        await app.Database.Execute(
            $"insert into whatsapp_codes (id, owner_id, number_hash) values ({Guid.CreateVersion7()}, {person.Id}, {new byte[32]})",
            default
        );
        await app.Database.Execute(
            $"""
            insert into whatsapp_outbox (id, owner_id, number_id, kind, message_cipher, expires_at)
            values ({Guid.CreateVersion7()}, {person.Id}, {number}, 'reminder',
                {encryption.Encrypt(text, person.Id, WhatsAppOutbox.MessageField)}, now())
            """,
            default
        );
    }
}
