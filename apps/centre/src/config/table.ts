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
  readonly oneOf?: readonly JsonSchema[]
  readonly const?: string
  readonly items?: JsonSchema
  readonly enum?: readonly string[]
  readonly default?: unknown
  readonly description?: string
}

export function configOptions(): readonly Option[] {
  const all = optionsOf(z.toJSONSchema(configSchema, { io: 'input' }) as JsonSchema, '', 'required')
  // What stands in several forms of a group is one option.
  return [...new Map(all.toReversed().map((option) => [option.path, option])).values()].toReversed()
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
  const inner = formsOf(schema).flatMap((branch) =>
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

/** A union is one of several forms, a union of unions too. */
function formsOf(schema: JsonSchema): readonly JsonSchema[] {
  const forms = schema.anyOf ?? schema.oneOf
  return forms === undefined ? [schema] : forms.flatMap(formsOf)
}

function defaultText(schema: JsonSchema): string {
  return schema.default === undefined ? 'none' : JSON.stringify(schema.default)
}

function typeName(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.join(', ')
  // One with words of its own for its type has them instead.
  const forms = formsOf(schema)
  if (forms[0] !== schema && schema.type === undefined) return [...new Set(forms.map(typeName))].join(' or ')
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
