/** For pages that need somebody signed in: visitors are sent to the sign-in, and come back. */
import { redirect } from '@tanstack/react-router'
import { queryClient } from '../api/query-client.ts'
import { sessionQuery } from '../api/session.ts'

export async function requireSession({
  location,
}: {
  readonly location: { readonly href: string }
}): Promise<void> {
  const session = await queryClient.ensureQueryData(sessionQuery)
  if (session === null) throw redirect({ to: '/sign-in', search: { returnTo: location.href } })
}
