/** The JSON Schema of `node.yaml`, made of the schema that the node itself reads it by: for editors, and for programs that write one. */
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { configSchema } from './schema.ts'

export const jsonSchemaPath = fileURLToPath(new URL('../../../../docs/node.schema.json', import.meta.url))
/** Beside `node.yaml`, as its first line names it. */
export const JSON_SCHEMA_NAME = 'node.schema.json'

/** Draft 7, which editors know best. What options say about each other it does not say: `epacs node doctor` does. */
export function nodeJsonSchema(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input', target: 'draft-7' })
  return `${JSON.stringify({ ...schema, title: 'node.yaml of the ePACS communication node' }, null, 2)}\n`
}
