/** `npm run node-schema`: writes docs/node.schema.json. */
import { writeFileSync } from 'node:fs'
import { jsonSchemaPath, nodeJsonSchema } from './json-schema.ts'

writeFileSync(jsonSchemaPath, nodeJsonSchema())
