/** Of docs/configuration.md: the file of `bootstrapFile`, whose example is read by a test. */
export const BOOTSTRAP_SECTION = `## The bootstrap file

\`bootstrapFile\` names who takes part from the first start on. It is brought in at each start: what it holds is made or changed by its
\`id\`, what it no longer holds stays. A person with an \`operator\` is needed to decide on requests to join; most institutions then come by
those, and the file may stay short. Unknown options and wrong values are refused with their place, and nothing of it is brought in.

\`\`\`json
{
  "authorities": [
    { "name": "Authority of the health service", "website": "https://ca.example", "certificate": "authorities/health.pem" }
  ],
  "institutions": [
    {
      "id": "0198f3a0-0000-7000-8000-000000000001",
      "name": "Nemocnice Příklad",
      "kind": "hospital",
      "ico": "99000016",
      "city": "Brno",
      "street": "Hlavní 1",
      "postalCode": "602 00",
      "aeTitle": "PRIKLAD",
      "contacts": [{ "name": "MUDr. Jana Nová", "function": "primářka", "email": "nova@priklad.example", "phone": null }]
    }
  ],
  "people": [
    { "id": "0198f3a0-0000-7000-8000-000000000101", "name": "Ing. Petr Správný", "operator": true, "certificates": ["people/spravny.pem"] },
    { "id": "0198f3a0-0000-7000-8000-000000000102", "name": "Mgr. Dana Přísná", "auditor": true, "certificates": ["people/prisna.pem"] },
    {
      "id": "0198f3a0-0000-7000-8000-000000000103",
      "name": "MUDr. Jana Nová",
      "email": "nova@priklad.example",
      "jtp": [{ "issuer": "https://jtp.example", "subject": "48213" }],
      "memberships": [{ "institution": "0198f3a0-0000-7000-8000-000000000001", "role": "representative" }]
    }
  ]
}
\`\`\`

| | |
| --- | --- |
| ids | UUIDs of your own choice, which never change |
| files of certificates | PEM, from the folder of the bootstrap file; an authority's may hold issuing authorities below it |
| institution | \`kind\` (\`hospital\`, \`outpatient\`, \`specialised\`, \`private-practice\`, \`scientific\`), \`aeTitle\`, \`city\` and \`name\` are needed. \`eligibility\` (by country: \`czech-provider\`, \`eu-provider\`, elsewhere \`accredited-body\`), \`register\` and \`registerNumber\` (of another country, checked), \`icz\`, \`country\` (\`CZ\`), \`position\` (\`latitude\`, \`longitude\`), \`connection\` (\`mailbox\`, \`node\`), \`quotaBytes\` and \`gateways\` (\`aeTitle\`, \`certificates\`, \`addresses\`, \`reportTo\`; [dicom.md](dicom.md#who-may-call)) may stand there |
| person | \`role\` is \`specialist\` or \`representative\`; whoever has neither \`certificates\` nor \`jtp\` cannot sign in |`
