/** The way out; apart from the session, which visitors load, too. */
import type { QueryClient } from '@tanstack/react-query'
import { forgetAllUnfinished } from '../unfinished/store.ts'
import { callApi } from './client.ts'
import { forgetSession } from './session.ts'

export async function signOut(queries: QueryClient): Promise<void> {
  await callApi('delete', '/api/session')
  // No reason to stay signed in where the browser keeps nothing.
  await forgetAllUnfinished().catch(() => undefined)
  forgetSession(queries)
}
