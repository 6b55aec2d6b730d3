-- Who joined before institutions had a language wrote in one, too: it is that of the request which was approved.
update institution set language = registration.language
  from registration
  where registration.institution_id = institution.id and registration.status = 'approved' and institution.language is null;
