import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { RouteOptions } from 'fastify'
import type { TSchema } from 'typebox'
import ts from 'typescript'
import { apiDescription, openapiPath } from './api-description.ts'

interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly string[]
}

const routes: RouteOptions[] = []
const description = await apiDescription((route) => routes.push(route))
const { paths } = JSON.parse(description)

const answer = (path: string, method = 'get', status = '200'): Schema =>
  paths[path][method].responses[status].content['application/json'].schema
const item = (path: string): Schema => answer(path).properties?.items?.items ?? {}

/** What the portal calls the shapes that these answers have. */
const SHAPES: Readonly<Record<string, Schema>> = {
  InstitutionSummary: item('/api/institutions'),
  Institution: answer('/api/institutions/{id}'),
  Authority: item('/api/authorities'),
  Session: answer('/api/session'),
  MessageSummary: item('/api/messages'),
  BoxPage: answer('/api/messages'),
  Message: answer('/api/messages/{id}'),
  MailboxState: answer('/api/mailbox'),
  HeldMessage: item('/api/mailbox/largest'),
}

test('apps/portal/openapi.json says what the routes say', async () => {
  assert.equal(
    await readFile(openapiPath, 'utf8'),
    description,
    'node apps/centre/src/server/write-openapi.ts writes it anew',
  )
})

test("every route's schemas compile, which otherwise happens when it is first asked", () => {
  const compile = SerializerSelector()()
  const faulty: string[] = []
  let compiled = 0
  for (const { url, method, schema = {} } of routes) {
    const { response, ...checked } = schema
    const given = Object.entries(response ?? {}).map(([httpStatus, each]) => () => {
      const { content } = each as { content?: Record<string, { schema: unknown }> }
      for (const one of content ? Object.values(content).map((of) => of.schema) : [each]) {
        compile({ schema: one, method: `${method}`, url, httpStatus })
      }
    })
    const taken = (['body', 'querystring', 'params', 'headers'] as const)
      .map((httpPart) => ({ httpPart, schema: checked[httpPart] as TSchema | undefined }))
      .flatMap(({ httpPart, schema: one }) =>
        one ? [() => TypeBoxValidatorCompiler({ httpPart, schema: one, method: `${method}`, url })] : [],
      )
    for (const one of [...given, ...taken]) {
      try {
        one()
        compiled++
      } catch (error) {
        faulty.push(`${method} ${url}: ${error}`)
      }
    }
  }
  assert.deepEqual(faulty, [])
  assert.ok(compiled > 200, `${compiled} schemas`)
})

test("the portal's types are those of the API", () => {
  const path = fileURLToPath(new URL('../../../portal/src/api/types.ts', import.meta.url))
  const program = ts.createProgram([path], { strict: true, noEmit: true, target: ts.ScriptTarget.ES2023 })
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(path)
  const symbol = source && checker.getSymbolAtLocation(source)
  assert.ok(symbol, `${path} is missing`)
  const types = new Map(checker.getExportsOfModule(symbol).map((each) => [each.name, each]))
  for (const [name, schema] of Object.entries(SHAPES)) {
    const exported = types.get(name)
    assert.ok(exported, `${name} is missing in the portal`)
    const differences: string[] = []
    compare(checker, checker.getDeclaredTypeOfSymbol(exported), schema, name, differences)
    assert.deepEqual(differences, [])
  }
})

/** Everything that the portal reads has to be given, with its kind, its words and its nulls. */
function compare(
  checker: ts.TypeChecker,
  type: ts.Type,
  schema: Schema,
  place: string,
  found: string[],
): void {
  const branches = schema.anyOf ?? [schema]
  const given = branches.filter((each) => each.type !== 'null')
  const parts = type.isUnion() ? type.types : [type]
  const wanted = parts.filter((each) => !(each.flags & ts.TypeFlags.Null))
  if (branches.length > given.length && wanted.length === parts.length) found.push(`${place} can be null`)
  const [only = {}] = given
  const [first] = wanted
  if (first === undefined) found.push(`${place} is nothing`)
  else if (only.enum) {
    const words = wanted.map((each) => (each.isStringLiteral() ? each.value : checker.typeToString(each)))
    // Where the portal takes any word, it takes these.
    if (words.join() !== 'string' && words.toSorted().join() !== [...only.enum].toSorted().join()) {
      found.push(`${place} is ${only.enum.join('|')}, not ${words.join('|')}`)
    }
  } else if (only.type === 'array') {
    const element = checker.getIndexTypeOfType(first, ts.IndexKind.Number)
    if (element === undefined) found.push(`${place} is a list`)
    else compare(checker, element, only.items ?? {}, `${place}[]`, found)
  } else if (only.type === 'object') {
    for (const property of checker.getPropertiesOfType(first)) {
      const inner = only.properties?.[property.name]
      const name = `${place}.${property.name}`
      if (inner === undefined) found.push(`${name} is not given`)
      else {
        if (!only.required?.includes(property.name)) found.push(`${name} may be missing`)
        compare(checker, checker.getTypeOfSymbol(property), inner, name, found)
      }
    }
  } else {
    const kind = only.type === 'integer' ? 'number' : only.type
    const told = wanted.map((each) => checker.typeToString(checker.getBaseTypeOfLiteralType(each)))
    // `boolean` is the union of its two values.
    if (told.some((each) => each !== kind)) found.push(`${place} is ${kind}, not ${told.join('|')}`)
  }
}
