using PmCrm.App.Data;

namespace PmCrm.App.Features.Contacts;

/// <summary>A contact's birthday in SQL.</summary>
internal static class ContactBirthday
{
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
