/** /api/mailbox: how full the caller's mailbox is, how much in it is unread, and what takes the space. */
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { requireMember } from '../identity/index.ts'
import { largestInMailbox, stateOfMailbox } from './mailbox-state.ts'
import { HeldMessage, MailboxState } from './schemas.ts'

export function mailboxRoutes(app: FastifyInstance, centre: Centre): void {
  const { db, audit, clock } = centre

  app.get(
    '/api/mailbox',
    {
      // Pages that nobody looks at ask for it, so that the number of unread messages in their titles is true.
      config: { needs: 'member', isNoUse: true },
      schema: {
        summary: 'Space and unread messages of the mailbox; asking does not prolong the session',
        tags: ['messages'],
        response: { 200: MailboxState },
      },
    },
    async (request) => await stateOfMailbox(db, requireMember(request).institution.id),
  )

  app.get(
    '/api/mailbox/largest',
    {
      config: { needs: 'member' },
      schema: {
        summary: 'The messages that take the most space in the mailbox, the largest first',
        tags: ['messages'],
        response: { 200: Type.Object({ items: Type.Array(HeldMessage) }) },
      },
    },
    async (request) => {
      const member = requireMember(request)
      const items = await largestInMailbox(db, member.institution.id)
      const details = { box: 'inbox', order: 'largest', messages: items.length }
      await audit.record(db, { at: clock(), actor: member, action: 'mailbox.list', details })
      return { items }
    },
  )
}
