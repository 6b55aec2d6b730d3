/**
 * People of the caller's institution as Practitioner, what they are there as PractitionerRole: all to its representatives,
 * to every other member the own record alone. Others' are not told.
 */
import { IDENTIFIER_SYSTEMS, krzpDigits, type MemberRole } from '@epacs/exchange'
import type { Practitioner, PractitionerRole } from '@medplum/fhirtypes'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { PageQuery, Problem, pageOf, Text } from '../http/index.ts'
import {
  type Entrance,
  formField,
  type Krzp,
  krzpOf,
  type Member,
  requireMember,
  takeForms,
} from '../identity/index.ts'
import { answer, selfOf } from './answers.ts'
import { searchSet } from './resources.ts'

const tags = ['fhir']
const config = { needs: 'member' } as const
const ROLES = 'urn:epacs:member-role'
const LONGEST_IDENTIFIER = 200
const MOST_FORM_BYTES = 4096

interface Person {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly role: MemberRole
  readonly krzp: Krzp | undefined
}

interface Search {
  readonly page?: number
  readonly pageSize?: number
}

export function practitionerRoutes(app: FastifyInstance, centre: Centre, entrance: Entrance): void {
  const { portal, certificateEntrance } = centre.config
  const origin = (entrance === 'portal' ? portal : certificateEntrance).publicUrl
  const base = `${origin}/fhir`
  const found = <T extends Practitioner | PractitionerRole>(
    resources: readonly T[],
    query: Search,
    url: string,
  ) => {
    const { offset, pageSize } = pageOf(query)
    const page = resources.slice(offset, offset + pageSize)
    return searchSet(page, { self: selfOf(origin, url), base, total: resources.length })
  }
  const params = Type.Object({ id: Text(64) })

  app.get<{ Params: { id: string } }>(
    '/fhir/Practitioner/:id',
    {
      config,
      schema: {
        summary: "One of the people of the caller's institution, for its representatives; oneself",
        tags,
        params,
      },
    },
    async (request, reply) =>
      await answer(reply, async () => {
        const people = await peopleOf(centre, requireMember(request))
        const person = people.find(({ id }) => id === request.params.id)
        if (person === undefined) throw notFound()
        return practitionerOf(person)
      }),
  )

  app.get<{ Querystring: Search & { identifier?: string } }>(
    '/fhir/Practitioner',
    {
      config,
      schema: {
        summary:
          "People of the caller's institution, for its representatives, all or by `identifier` (their id; numbers of health care workers with `_search` alone, so that none stands in an address); oneself",
        tags,
        querystring: Type.Object({ identifier: Type.Optional(Text(LONGEST_IDENTIFIER)), ...PageQuery }),
      },
    },
    async (request, reply) =>
      await answer(reply, async () => {
        const { identifier } = request.query
        if (identifier !== undefined && isOfRegister(identifier)) {
          throw new Problem(
            400,
            'search-by-post',
            'Numbers of health care workers do not belong in an address, which is written to logs: send the search as a form, POST /fhir/Practitioner/_search.',
          )
        }
        const people = await peopleOf(centre, requireMember(request))
        return found(identified(people, identifier), request.query, request.url)
      }),
  )

  app.register(async (scope) => {
    takeForms(scope, MOST_FORM_BYTES)
    scope.post<{ Querystring: Search }>(
      '/fhir/Practitioner/_search',
      {
        config,
        schema: {
          summary:
            "People of the caller's institution, as `GET /fhir/Practitioner` has them, by a form with `identifier` (KRZP number or id; the system before `|` may be left out)",
          tags,
          querystring: Type.Object(PageQuery),
        },
      },
      async (request, reply) =>
        await answer(reply, async () => {
          const identifier = formField(request, 'identifier')
          if (identifier.length > LONGEST_IDENTIFIER) {
            throw new Problem(400, 'invalid-request', 'The field identifier is too long.')
          }
          const people = await peopleOf(centre, requireMember(request))
          return found(identified(people, identifier || undefined), request.query, request.url)
        }),
    )
  })

  app.get<{ Params: { id: string } }>(
    '/fhir/PractitionerRole/:id',
    { config, schema: { summary: 'What one of them is there', tags, params } },
    async (request, reply) =>
      await answer(reply, async () => {
        const member = requireMember(request)
        const roles = (await peopleOf(centre, member)).map((person) => roleOf(person, member))
        const role = roles.find(({ id }) => id === request.params.id)
        if (role === undefined) throw notFound()
        return role
      }),
  )

  app.get<{ Querystring: Search & { practitioner?: string } }>(
    '/fhir/PractitionerRole',
    {
      config,
      schema: {
        summary:
          "What people of the caller's institution are there, for its representatives, all or of one: `practitioner` is an id or `Practitioner/{id}`; oneself",
        tags,
        querystring: Type.Object({ practitioner: Type.Optional(Text(200)), ...PageQuery }),
      },
    },
    async (request, reply) =>
      await answer(reply, async () => {
        const member = requireMember(request)
        const wanted = request.query.practitioner?.replace(/^Practitioner\//, '')
        const people = await peopleOf(centre, member)
        const matching = people.filter(({ id }) => wanted === undefined || id === wanted)
        return found(
          matching.map((person) => roleOf(person, member)),
          request.query,
          request.url,
        )
      }),
  )
}

/** Whom the member may read, as in the portal: a representative everybody there, others themselves. */
async function peopleOf(
  { db }: Pick<Centre, 'db'>,
  { institution, personId }: Member,
): Promise<readonly Person[]> {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .where('institution_id', '=', institution.id)
    .$if(institution.role !== 'representative', (query) => query.where('person.id', '=', personId))
    .select(['person.id', 'person.name', 'person.email', 'membership.role'])
    .orderBy('person.id')
    .execute()
  const numbers = await krzpOf(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({ ...row, krzp: numbers.get(row.id) }))
}

/** @param identifier `system|value` or a value; undefined: all */
function identified(people: readonly Person[], identifier: string | undefined): readonly Practitioner[] {
  const [value, system] = identifier?.split('|').toReversed() ?? []
  return people
    .map(practitionerOf)
    .filter(
      (person) =>
        value === undefined ||
        person.identifier?.some(
          (each) => each.value === value && (system === undefined || each.system === system),
        ),
    )
}

function isOfRegister(identifier: string): boolean {
  return (
    identifier.startsWith(`${IDENTIFIER_SYSTEMS.krzp}|`) ||
    krzpDigits(identifier.slice(identifier.lastIndexOf('|') + 1)) !== null
  )
}

function practitionerOf({ id, name, email, krzp }: Person): Practitioner {
  return {
    resourceType: 'Practitioner',
    id,
    identifier: [
      { system: 'urn:epacs:person', value: id },
      // What the person alone says is no official number.
      ...(krzp === undefined
        ? []
        : [
            {
              ...(krzp.saidBy === 'jtp' ? { use: 'official' as const } : {}),
              system: IDENTIFIER_SYSTEMS.krzp,
              value: krzp.number,
            },
          ]),
    ],
    active: true,
    name: [{ text: name }],
    ...(email === null
      ? {}
      : { telecom: [{ system: 'email' as const, value: email, use: 'work' as const }] }),
  }
}

/** The id is the person's and the institution's: FHIR ids hold 64 characters. */
function roleOf({ id, name, role }: Person, { institution }: Member): PractitionerRole {
  return {
    resourceType: 'PractitionerRole',
    id: `${id}${institution.id}`.replaceAll('-', ''),
    active: true,
    practitioner: { reference: `Practitioner/${id}`, display: name },
    organization: { reference: `Organization/${institution.id}`, display: institution.name },
    code: [{ coding: [{ system: ROLES, code: role }] }],
  }
}

function notFound(): Problem {
  return new Problem(404, 'person-not-found', 'There is no such person at your institution.')
}
