/**
 * From JTP comes somebody whose institution has no mailbox yet: the request to join opens, filled in from what JTP has
 * said. When that cannot be learnt, the sign-in page stays, and offers the form itself.
 */
import { redirect } from '@tanstack/react-router'
import { keptInvitation } from '../api/invitation.ts'
import { queryClient } from '../api/query-client.ts'

export async function openRequestToJoin(): Promise<void> {
  if (keptInvitation() !== null) return
  const { prefillQuery } = await import('../api/registrations.ts')
  const prefill = await queryClient.fetchQuery(prefillQuery).catch(() => null)
  if (prefill !== null) throw redirect({ to: '/registration/new', replace: true })
}
