/** docs/configuration.md as it has to stand. */
import { fileURLToPath } from 'node:url'
import { BOOTSTRAP_SECTION } from './bootstrap-section.ts'
import { configTable } from './table.ts'

export const configurationPath = fileURLToPath(new URL('../../../../docs/configuration.md', import.meta.url))

export function configurationDocument(): string {
  return `# Configuration of the centre

The centre reads one JSON file, once, when it starts: \`npm run centre -- CONFIG.json\`. Unknown options and wrong
values are refused with their place in the file. Paths are relative to the folder of the file. Secrets are never in
the file itself, only the paths of the files that hold them.

\`\`\`json
{
  "dataFolder": "data",
  "portal": {
    "publicUrl": "https://epacs.example",
    "tls": { "certFile": "tls/server.pem", "keyFile": "tls/server-key.pem" },
    "folder": "../apps/portal/dist"
  },
  "certificateEntrance": { "publicUrl": "https://sign-in.epacs.example" },
  "database": { "embedded": { "port": 8445 } }
}
\`\`\`

## Options

This table is written from the schema in \`apps/centre/src/config/schema.ts\`.

${configTable()}

\`certificateEntrance.tls\` and \`dicom.tls\` may be left out when these entrances show the portal's certificate. A group whose options all
have defaults may be left out as a whole.

## Personal certificates

A certificate opens the centre when a path leads from it to an accepted authority (through certificates that the
client sends along, or issuing authorities that are registered with the authority), each of them is valid, strong
enough (RSA 2048, curves of 256 bits, SHA-256) and meant for what it does, the personal one is for client
authentication, and none was revoked. Extensions that are critical and not understood (name constraints among them)
make a certificate unusable.

Revocation is asked by OCSP where the certificate names a responder, and read from the issuer's list where it names
none or the responder does not know. Delta lists, indirect lists and lists for some reasons only are refused. With
\`certificates.revocation\` = \`hard-fail\` nobody is let in whose revocation cannot be learnt; with \`soft-fail\` the
log says so and the person comes in. What is known to be revoked opens nothing in either case. Lists are kept in the
database: a short silence of an authority is bridged until its last list ends. Certificates of open sessions are
checked again every \`certificates.recheckMinutes\`, and at once when an authority is replaced or withdrawn.

The addresses stand in the certificates of accepted authorities, so that the centre has to reach them by HTTP
(port 80 as a rule). It asks nothing that is not public: a responder in one's own network has to stand in
\`certificates.privateNetworks\`, and \`certificates.hosts\` narrows the list to known names. Redirects are not followed.

Authorities are changed while the centre runs, by an operator: \`POST /api/authorities\`,
\`PUT /api/authorities/{id}\`, \`DELETE /api/authorities/{id}\` with the authority's certificates in PEM form.

${BOOTSTRAP_SECTION}

## Behind a reverse proxy

Let the portal's address pass through, and have the proxy ask for the client certificate at the certificate
entrance's address and let everything through: the centre checks the certificate itself. The proxy hands over what it got in \`Client-Cert\` and \`Client-Cert-Chain\` (RFC 9440) and has to remove these headers from what
clients send. The centre takes them from \`reverseProxy.addresses\` only, as it does \`X-Forwarded-For\`; a request of
anybody else with \`Client-Cert\` or \`Client-Cert-Chain\` is refused with status 400. At the portal they count for
nothing.

HAProxy (2.6 was tried), for the certificate entrance:

\`\`\`
frontend certificates
  bind :443 ssl crt /etc/haproxy/sign-in.pem verify optional ca-file /etc/haproxy/accepted.pem crt-ignore-err all ca-ignore-err all no-tls-tickets
  http-request del-header Client-Cert
  http-request del-header Client-Cert-Chain
  http-request set-header Client-Cert ":%[ssl_c_der,base64]:" if { ssl_c_used }
  option forwardfor
  default_backend centre
backend centre
  server centre1 10.0.0.5:8444 ssl verify required ca-file /etc/haproxy/centre-ca.pem
\`\`\`

This hands over the personal certificate alone: register the issuing authorities with their authority, so that the
centre knows the way. Browsers are offered the certificates of the authorities that the *proxy* names; keep its file
in step with the centre's list.
`
}
