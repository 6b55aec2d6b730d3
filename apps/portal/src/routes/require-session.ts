/** For pages that need somebody signed in: visitors are sent to the sign-in, and come back. */
import { redirect } from '@tanstack/react-router'
import { queryClient } from '../api/query-client.ts'
import { sessionQuery, takeJustSignedIn } from '../api/session.ts'

interface Wanted {
  readonly location: { readonly href: string }
}

export async function requireSession({ location }: Wanted) {
  const session = await queryClient.ensureQueryData(sessionQuery)
  if (session === null) throw redirect({ to: '/sign-in', search: { returnTo: location.href } })
  return session
}

/** People of several institutions choose first which one acts. */
export async function requireMember(wanted: Wanted): Promise<void> {
  const session = await requireSession(wanted)
  if (takeJustSignedIn() && session.institutions.length > 1) {
    throw redirect({ to: '/choose-institution', search: { returnTo: wanted.location.href } })
  }
}
