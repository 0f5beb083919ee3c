namespace PmCrm.Rehearsal;

/// <summary>
/// (e) During a rotation, the previous key version is lost: data written with the new key is readable, data written with the lost one is
/// not, and <c>verify</c> counts both. After the version is restored, everything is readable.
/// </summary>
internal static class LostKey
{
    private const int Writes = 100;

    public static async Task<Rehearsed> Run(Place place, bool isBroken)
    {
        var rehearsed = new Rehearsed("key", "Lost version of the encryption key");
        var (primary, image) = (place.Primary, place.Image);
        var earlier = image.EncryptionKeys[0];
        var backend = await place.Own(image.Start(primary, "backend"));
        // The worker writes its canary when it starts; it must not re-encrypt the previous key's values.
        await using (await image.Start(primary, "worker"))
            await PostgresInstance.Until("there is a canary", async () => await primary.Scalar("select 1 from canaries") is not null);
        var writers = await place.Own(Writers.Begin(backend.Port));
        long old = 0,
            all = 0;
        var damaged = DateTimeOffset.UtcNow;

        await rehearsed.Step("rotate, with writers running", async () =>
        {
            await writers.More(Writes);
            await writers.Pause();
            old = (await primary.Contacts()).Count;
            image.EncryptionKeys = [Image.Secret(), earlier];
            var rotated = await place.Own(image.Start(primary, "backend"));
            writers.Port = rotated.Port;
            writers.Resume();
            await writers.More(Writes);
            await writers.Pause();
            all = (await primary.Contacts()).Count;
            return $"{old} contacts with the earlier key, {all - old} with the new one";
        });
        if (isBroken)
            await primary.Scalar("update contacts set private_notes_cipher = null where id = (select min(id::text)::uuid from contacts)");
        await rehearsed.Step("lose the earlier key: verify", async () =>
        {
            damaged = DateTimeOffset.UtcNow;
            image.EncryptionKeys = [image.EncryptionKeys[0]];
            var (code, report) = await place.Verify(primary);
            var notes = report["values"]!
                .AsArray()
                .Where(value => value!["column"]!.GetValue<string>() == "contacts.private_notes_cipher")
                .ToList();
            var unreadable = notes.Where(value => !value!["isKnown"]!.GetValue<bool>()).Sum(value => value!["count"]!.GetValue<long>());
            var readable = notes.Where(value => value!["isKnown"]!.GetValue<bool>()).Sum(value => value!["count"]!.GetValue<long>());
            rehearsed.Promised(
                Judgement.Equal("verify says no, exit code", 1, code),
                Judgement.Equal("private notes that verify counts as unreadable", old, unreadable),
                Judgement.Equal("private notes that verify counts as readable", all - old, readable)
            );
            return $"{readable} private notes readable, {unreadable} not; names and email addresses of all";
        });
        await rehearsed.Step("what the API answers without it", async () =>
        {
            await using var poor = await image.Start(primary, "backend");
            writers.Port = poor.Port;
            var unreadable = await primary.Scalar("select id from contacts order by created_at limit 1");
            var readable = await primary.Scalar("select id from contacts order by created_at desc limit 1");
            var answers = new List<int>();
            foreach (var id in new[] { unreadable, readable })
            {
                var best = 404;
                for (var writer = 0; writer < 6 && best == 404; writer++)
                    best = (int)await writers.Read($"/v1/contacts/{id}", writer);
                answers.Add(best);
            }
            rehearsed.Promised(Judgement.Equal("a contact of the new key is served, status", 200, answers[1]));
            return $"a contact of the lost key: {answers[0]}, of the new key: {answers[1]}";
        });
        await rehearsed.Step("the version restored: verify, and go on", async () =>
        {
            image.EncryptionKeys = [image.EncryptionKeys[0], earlier];
            var (code, report) = await place.Verify(primary);
            rehearsed.Promised(Place.NothingWrong(code, report));
            var next = await place.Own(image.Start(primary, "backend"));
            writers.Port = next.Port;
            writers.Resume();
            await writers.More(Writes / 2);
            rehearsed.Taken = DateTimeOffset.UtcNow - damaged;
            return "everything is readable";
        });
        await writers.Pause();
        var acknowledged = writers.Acknowledged.ToList();
        var kept = await primary.Contacts();
        rehearsed.Counted(acknowledged.Count, Judgement.Lost(acknowledged, kept).Count);
        rehearsed.Promised(Judgement.NothingLost(acknowledged, kept), Judgement.RecoveredInTime(rehearsed.Taken));
        return rehearsed;
    }
}
