/** /api/people and /api/institution: what a representative sees to. */
import { LANGUAGES, type Language, MEMBER_ROLES, type MemberRole, SIGN_IN_METHODS } from '@epacs/exchange'
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { Id, IdParams, Nullable, Problem, Text, Time, Words } from '../http/index.ts'
import { invite, requireMember, requireRepresentative } from '../identity/index.ts'
import { queueMail } from '../mail/index.ts'
import { languageOf, replaceContacts, setLanguage } from './institution.ts'
import { changeRole, listInvitations, listMembers, listRepresentatives, removeMember } from './members.ts'

const HOUR_MS = 3_600_000
const tags = ['people']
const config = { needs: 'representative' } as const
const EMAIL = {
  maxLength: 254,
  pattern:
    '^[^\\s@<>,;:"()\\[\\]\\\\\\u0000]+@[^\\s@<>,;:"()\\[\\]\\\\\\u0000]+\\.[^\\s@<>,;:"()\\[\\]\\\\\\u0000]+$',
}
/** One line. */
const Line = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f]*$' })

const Colleagues = Type.Object({
  members: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      email: Nullable(Type.String()),
      role: Words(MEMBER_ROLES),
      grantedBy: Words(['centre', 'jtp']),
      methods: Type.Array(Words(SIGN_IN_METHODS)),
      krzp: Nullable(
        Type.Object({
          number: Type.String({ description: 'In the national register of health care workers (KRZP)' }),
          saidBy: Words(['jtp', 'person']),
        }),
      ),
      lastSeenAt: Nullable(Time),
    }),
  ),
  invitations: Type.Array(
    Type.Object({
      id: Id,
      name: Type.String(),
      email: Type.String(),
      role: Words(MEMBER_ROLES),
      createdAt: Time,
      expiresAt: Time,
      isOver: Type.Boolean({ description: 'Too late to be accepted' }),
    }),
  ),
})

const Representative = Type.Object({ id: Id, name: Type.String(), email: Nullable(Type.String()) })

const InvitationBody = Type.Object({
  name: Line(200),
  email: Type.String(EMAIL),
  role: Type.Optional(Words(MEMBER_ROLES)),
  language: Type.Optional(Words(LANGUAGES, 'Without one: that of the institution')),
})

const Contacts = Type.Object({
  contacts: Type.Array(
    Type.Object({
      name: Line(200),
      function: Nullable(Text(100)),
      email: Nullable(Type.String(EMAIL)),
      phone: Nullable(Text(50)),
    }),
    { maxItems: 20 },
  ),
})
type Contacts = Static<typeof Contacts>

const InLanguage = Type.Object({ language: Words(LANGUAGES) })

export function peopleRoutes(app: FastifyInstance, centre: Centre): void {
  const { db, clock, audit } = centre

  app.get(
    '/api/people',
    {
      config,
      schema: {
        summary: 'Who acts for the institution, and who is invited',
        tags,
        response: { 200: Colleagues },
      },
    },
    async (request) => {
      const { institution } = requireRepresentative(request)
      const [members, invitations] = [
        await listMembers(db, institution.id),
        await listInvitations(db, institution.id, clock()),
      ]
      return { members, invitations }
    },
  )

  app.post<{ Body: { name: string; email: string; role?: MemberRole; language?: Language } }>(
    '/api/people/invitations',
    {
      config: {
        ...config,
        rateLimit: {
          max: centre.config.limits.invitationsPerHour,
          timeWindow: HOUR_MS,
          keyGenerator: ({ caller, ip }) => caller?.personId ?? ip,
        },
      },
      schema: {
        summary: 'Invite a colleague by mail',
        tags,
        body: InvitationBody,
        response: { 201: Type.Object({ id: Id }) },
      },
    },
    async (request, reply) => {
      const by = requireRepresentative(request)
      const { name, email, role = 'specialist' } = request.body
      const { id: institutionId, name: institution } = by.institution
      const id = await db.transaction().execute(async (trx) => {
        const at = clock()
        const language = request.body.language ?? (await languageOf(trx, institutionId))
        const invitation = { institutionId, name, email, role, language, invitedBy: by.personId }
        const made = await invite(trx, centre.config, invitation, at)
        const days = centre.config.registration.invitationDays
        const contents = { institution, invitedBy: by.personName, link: made.link, days }
        await queueMail(centre, trx, { template: 'invitation', language, to: email, contents })
        await audit.record(trx, {
          at,
          actor: by,
          action: 'member.invite',
          details: { invitation: made.id, role },
        })
        return made.id
      })
      return await reply.code(201).send({ id })
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/api/people/invitations/:id',
    {
      config,
      schema: { summary: 'Withdraw an invitation', tags, params: IdParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const by = requireRepresentative(request)
      const gone = await db
        .deleteFrom('invitation')
        .where('id', '=', request.params.id)
        .where('institution_id', '=', by.institution.id)
        .where('accepted_at', 'is', null)
        .executeTakeFirst()
      if (gone.numDeletedRows === 0n)
        throw new Problem(404, 'invitation-not-found', 'There is no such invitation.')
      return reply.code(204).send()
    },
  )

  app.patch<{ Params: { id: string }; Body: { role: MemberRole } }>(
    '/api/people/:id',
    {
      config,
      schema: {
        summary: "Change a colleague's role",
        tags,
        params: IdParams,
        body: Type.Object({ role: Words(MEMBER_ROLES) }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await changeRole(centre, requireRepresentative(request), request.params.id, request.body.role)
      return reply.code(204).send()
    },
  )

  app.delete<{ Params: { id: string } }>(
    '/api/people/:id',
    {
      config,
      schema: { summary: 'Remove a colleague', tags, params: IdParams, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await removeMember(centre, requireRepresentative(request), request.params.id)
      return reply.code(204).send()
    },
  )

  app.get(
    '/api/institution/representatives',
    {
      config: { needs: 'member' },
      schema: {
        summary: 'Who answers for the institution that one acts for',
        tags,
        response: { 200: Type.Object({ items: Type.Array(Representative) }) },
      },
    },
    async (request) => ({ items: await listRepresentatives(db, requireMember(request).institution.id) }),
  )

  app.get(
    '/api/institution/language',
    {
      config: { needs: 'member' },
      schema: {
        summary: 'In which language the institution is written to; who has set one themselves, in theirs',
        tags,
        response: { 200: InLanguage },
      },
    },
    async (request) => ({ language: await languageOf(db, requireMember(request).institution.id) }),
  )

  app.put<{ Body: { language: Language } }>(
    '/api/institution/language',
    {
      config,
      schema: {
        summary: 'Choose the language in which the institution is written to',
        tags,
        body: InLanguage,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await setLanguage(centre, requireRepresentative(request), request.body.language)
      return reply.code(204).send()
    },
  )

  app.put<{ Body: Contacts }>(
    '/api/institution/contacts',
    {
      config,
      schema: {
        summary: "The institution's contacts, as the directory shows them",
        tags,
        body: Contacts,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await replaceContacts(centre, requireRepresentative(request), request.body.contacts)
      return reply.code(204).send()
    },
  )
}
