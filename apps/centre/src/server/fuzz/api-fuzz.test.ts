/** Every route of the API's description is asked for what its description allows, and for nonsense: none of it is a fault of the centre's. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import type { Answer } from '../../testing/api-client.ts'
import { ctSlice } from '../../testing/dicom-file.ts'
import { INSTITUTIONS, PEOPLE, TestNetwork } from '../../testing/network.ts'
import { apiDescription } from '../api-description.ts'
import { fromSchema } from './from-schema.ts'

const seed = Number(process.env.EPACS_FUZZ_SEED ?? 20_260)
/** Of each route. */
const runs = Math.max(1, Math.round(Number(process.env.EPACS_FUZZ_RUNS ?? 200) / 25))

const operationShape = z.looseObject({
  parameters: z
    .array(
      z.looseObject({
        in: z.string(),
        name: z.string(),
        required: z.boolean().optional(),
        schema: z.unknown(),
      }),
    )
    .default([]),
  requestBody: z
    .looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })) })
    .optional(),
})
type Operation = z.infer<typeof operationShape>

/** They end the session of who asks, stay open, or begin the work of minutes. */
const LEFT_OUT = new Set(['get /api/events', 'delete /api/session', 'get /api/nodes/events'])

let network: TestNetwork
let ids: readonly string[]
before(async () => {
  network = await TestNetwork.start()
  const sender = network.as('sender')
  const file = { name: 'IM1', bytes: ctSlice({ instance: 1 }) }
  const { id } = (await sender.send([INSTITUTIONS.hornicka.id], [file])).json
  await sender.until(id, 'delivered')
  await network.centre.db
    .updateTable('person')
    .set({ roles: ['auditor'] })
    .where('id', '=', PEOPLE.uninvolved.id)
    .execute()
  const upload = await sender.createUpload('IM2', 1000)
  ids = [id, upload, ...Object.values(INSTITUTIONS).map((each) => each.id), PEOPLE.receiver.id]
})
after(() => network?.remove())

interface Asked {
  readonly path: string
  readonly caller: 'sender' | 'receiver' | 'operator' | 'uninvolved'
  readonly headers: Readonly<Record<string, string>>
  readonly json: unknown
  readonly hasBody: boolean
}

function requests(template: string, { parameters, requestBody }: Operation): fc.Arbitrary<Asked> {
  const of = (place: string) =>
    fc.record(
      Object.fromEntries(
        parameters
          .filter((each) => each.in === place)
          .map(({ name, schema }) => [name, fromSchema(schema, ids)]),
      ),
      place === 'path' ? {} : { requiredKeys: [] },
    )
  const [body] = Object.values(requestBody?.content ?? {})
  return fc
    .record({
      path: of('path'),
      query: of('query'),
      headers: of('header'),
      caller: fc.constantFrom('sender', 'receiver', 'operator', 'uninvolved'),
      json: body === undefined ? fc.constant(undefined) : fromSchema(body.schema, ids),
    })
    .map(({ path, query, headers, caller, json }) => {
      const inPath = template.replace(/\{(\w+)\}/g, (_, name: string) => inUrl(path[name]))
      const search = Object.entries(query).map(([name, value]) => `${inUrl(name)}=${inUrl(value)}`)
      return {
        path: search.length === 0 ? inPath : `${inPath}?${search.join('&')}`,
        caller,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, inHeader(value)])),
        json,
        hasBody: body !== undefined,
      }
    })
}

function inUrl(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return encodeURIComponent(text.toWellFormed()) || '%20'
}

/** What Node lets pass; the rest is the business of the parser of HTTP, with tests of its own. */
function inHeader(value: unknown): string {
  return String(typeof value === 'object' ? JSON.stringify(value) : value).replaceAll(/[^\x20-\x7e]/g, '?')
}

async function ask(method: string, { path, caller, headers, json, hasBody }: Asked): Promise<Answer> {
  const body = hasBody ? { json: json === undefined ? null : json } : {}
  return await network.as(caller).call(method.toUpperCase(), path, { headers, ...body })
}

test('no request makes the centre fail', async (t) => {
  t.diagnostic(`EPACS_FUZZ_SEED=${seed} runs of each route: ${runs}`)
  const { paths } = JSON.parse(await apiDescription())
  const counts: Record<string, number> = {}
  for (const [template, operations] of Object.entries<Record<string, unknown>>(paths)) {
    for (const [method, described] of Object.entries(operations)) {
      if (LEFT_OUT.has(`${method} ${template}`)) continue
      const operation = operationShape.parse(described)
      await fc.assert(
        fc.asyncProperty(requests(template, operation), async (asked) => {
          const { status, json } = await ask(method, asked)
          counts[status] = (counts[status] ?? 0) + 1
          assert.ok(status < 500, `${method} ${template}: ${status} ${JSON.stringify(json)}`)
        }),
        { seed, numRuns: runs, endOnFailure: true, interruptAfterTimeLimit: 60_000 },
      )
    }
  }
  t.diagnostic(JSON.stringify(counts))
  assert.ok((counts[200] ?? 0) > 50, 'much of it is served')
  assert.equal((await network.visitor().get('/healthz')).status, 200)
})
