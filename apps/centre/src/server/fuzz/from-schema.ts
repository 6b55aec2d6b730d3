/** Values as a JSON Schema of the API's description allows them, and now and then not. */
import fc from 'fast-check'
import { z } from 'zod'

const schemaShape = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  items: z.unknown().optional(),
  minItems: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
})

/** What finds its way around checks: control characters, lone surrogates, other scripts, numbers out of range, names of prototypes. */
const ODD: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      '',
      ' ',
      '\u0000',
      '\ud800',
      '\u202e',
      "' or 1=1 --",
      '../../etc/passwd',
      '%00',
      '%2e%2e%2f',
      '<script>',
    ],
    ...['__proto__', 'constructor', 'a'.repeat(5000), '9'.repeat(400), '2026-13-45T99:99:99Z', '-0'],
    ...[-1, 0, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 0.5, null, true, [], {}, [[]], { __proto__: null }],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
)
const LONGEST = 60
const MOST_ITEMS = 3

/** @param ids of what there is, so that requests reach something */
export function fromSchema(schema: unknown, ids: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 6, arbitrary: fitting(schema, ids) }, { weight: 1, arbitrary: ODD })
}

function fitting(schema: unknown, ids: readonly string[]): fc.Arbitrary<unknown> {
  const parsed = schemaShape.safeParse(schema)
  if (!parsed.success) return ODD
  const { type, enum: words, const: only, anyOf, allOf, items, minItems = 0, properties } = parsed.data
  if (words !== undefined && words.length > 0) return fc.constantFrom(...words)
  if (only !== undefined) return fc.constant(only)
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((each) => fitting(each, ids)))
  if (allOf !== undefined) return fc.oneof(...allOf.map((each) => fitting(each, ids)))
  if (type === 'string') return text(parsed.data, ids)
  if (type === 'integer' || type === 'number') {
    const { minimum = -1000, maximum = 100_000 } = parsed.data
    return fc.integer({ min: Math.ceil(minimum), max: Math.min(Math.floor(maximum), 2 ** 31 - 1) })
  }
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  if (type === 'array') {
    return fc.array(fromSchema(items, ids), {
      minLength: minItems,
      maxLength: Math.max(minItems, MOST_ITEMS),
    })
  }
  if (properties !== undefined) {
    const members = Object.entries(properties).map(([name, each]) => [name, fromSchema(each, ids)] as const)
    return fc.record(Object.fromEntries(members), { requiredKeys: parsed.data.required ?? [] })
  }
  return ODD
}

function text(
  { format, pattern, minLength = 0, maxLength = LONGEST }: z.infer<typeof schemaShape>,
  ids: readonly string[],
): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.oneof(fc.constantFrom(...ids), fc.uuid({ version: 7 }))
  if (format === 'date-time') {
    return fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
      .map((date) => date.toISOString())
  }
  if (format === 'date') {
    return fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
      .map((date) => date.toISOString().slice(0, 10))
  }
  if (format === 'email') return fc.emailAddress()
  if (format === 'uri') return fc.webUrl()
  if (pattern !== undefined) {
    try {
      return fc.stringMatching(new RegExp(pattern)).map((found) => found.slice(0, maxLength))
    } catch (error) {
      // What fast-check cannot follow (look-arounds) is any text.
      if (!(error instanceof Error)) throw error
    }
  }
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, LONGEST) })
}
