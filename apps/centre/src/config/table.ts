/** The table of all options, as Markdown, from the schema's own descriptions. */
import { z } from 'zod'
import { configSchema } from './schema.ts'

export interface Option {
  /** Where it stands in the file, e.g. `portal.tls.certFile`. */
  readonly path: string
  readonly type: string
  /** As JSON; undefined: the option must be given. */
  readonly default: string | undefined
  readonly description: string
}

interface JsonSchema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly JsonSchema[]
  readonly items?: JsonSchema
  readonly enum?: readonly string[]
  readonly default?: unknown
  readonly description?: string
}

export function configOptions(): readonly Option[] {
  return optionsOf(z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema, '', 'required')
}

function optionsOf(schema: JsonSchema, path: string, presence: 'required' | 'optional'): readonly Option[] {
  const described: readonly Option[] =
    schema.description === undefined
      ? []
      : [
          {
            path,
            type: typeName(schema),
            default:
              schema.default === undefined && presence === 'required' ? undefined : defaultText(schema),
            description: schema.description,
          },
        ]
  const branches = schema.anyOf ?? [schema]
  const inner = branches.flatMap((branch) =>
    Object.entries(branch.properties ?? {}).flatMap(([name, property]) =>
      optionsOf(
        property,
        path === '' ? name : `${path}.${name}`,
        branch.required?.includes(name) ? 'required' : 'optional',
      ),
    ),
  )
  return [...described, ...inner]
}

function defaultText(schema: JsonSchema): string {
  return schema.default === undefined ? 'none' : JSON.stringify(schema.default)
}

function typeName(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.join(', ')
  // One with words of its own for its type has them instead.
  if (schema.anyOf !== undefined && schema.type === undefined) return schema.anyOf.map(typeName).join(' or ')
  if (schema.type === 'array') return `list of ${schema.items ? typeName(schema.items) : 'values'}`
  return schema.type ?? 'value'
}

export function configTable(): string {
  const rows = configOptions().map(
    ({ path, type, default: value, description }) =>
      `| \`${path}\` | ${type} | ${value === undefined ? 'required' : value === 'none' ? '' : `\`${value}\``} | ${description} |`,
  )
  return ['| option | type | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n')
}
