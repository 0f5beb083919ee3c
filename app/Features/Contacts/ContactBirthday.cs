using PmCrm.App.Data;

namespace PmCrm.App.Features.Contacts;

/// <summary>A contact's birthday in SQL.</summary>
internal static class ContactBirthday
{
    /// <summary>
    /// Whether the contact <c>c</c> may have a birthday or another date. It is the condition of the index contacts_with_dates, literally:
    /// otherwise the index is not used.
    /// </summary>
    public static Sql HasDates => Sql.Of($"(c.birthday is not null or c.details ? 'dates')");

    /// <summary>
    /// The birthday without a year (--12-31) of the contact <c>c</c>, whose column birthday has only complete ones; null if there is none.
    /// </summary>
    public static Sql WithoutYear =>
        Sql.Of(
            $"""
            case when c.birthday is null and c.details ? 'dates' then
                (select d ->> 'date' from jsonb_array_elements(c.details -> 'dates') d
                 where d ->> 'kind' = 'birthday' and d ->> 'date' ~ '^--[0-9][0-9]-[0-9][0-9]$' limit 1) end
            """
        );
}
