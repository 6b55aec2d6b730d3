/** docs/configuration.md as it has to stand. */
import { fileURLToPath } from 'node:url'
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
`
}
