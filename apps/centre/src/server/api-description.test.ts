import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import type { RouteOptions } from 'fastify'
import type { TSchema } from 'typebox'
import { apiDescription, openapiPath } from './api-description.ts'
import { apiTypes, apiTypesPath } from './api-types.ts'

const routes: RouteOptions[] = []
const description = await apiDescription((route) => routes.push(route))

test('apps/portal/openapi.json says what the routes say', async () => {
  assert.equal(
    await readFile(openapiPath, 'utf8'),
    description,
    'node apps/centre/src/server/write-openapi.ts writes it anew',
  )
})

test("apps/portal/src/api/schema.ts, which the portal's calls are checked against, says it, too", async () => {
  assert.equal(
    await readFile(apiTypesPath, 'utf8'),
    await apiTypes(description),
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
