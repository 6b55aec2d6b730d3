/** Looking at a message's images: the viewer's address, pictures, and handing over to a program on the computer. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer, Item } from './description.ts'

export type DesktopViewer = Item<Answer<'get', '/api/viewers'>>

export const desktopViewersQuery = queryOptions({
  queryKey: ['viewers'],
  queryFn: async ({ signal }) => (await callApi('get', '/api/viewers', { signal })).items,
  staleTime: 3_600_000,
})

/**
 * Returns the address that opens the viewer; it serves once.
 *
 * @param study Study Instance UID; without it the whole message is handed over
 */
export async function handOver(messageId: string, viewerId: string, study?: string): Promise<string> {
  const path = { id: messageId, viewer: viewerId }
  return (await callApi('post', '/api/messages/{id}/hand-offs/{viewer}', { path, query: { study } })).address
}

export function viewerUrl(messageId: string, studyInstanceUid: string): string {
  return `/viewer/${encodeURIComponent(messageId)}/viewer?StudyInstanceUIDs=${encodeURIComponent(studyInstanceUid)}`
}

/** DICOMweb's address of a series (PS3.18 §10.1). */
export function seriesUrl(messageId: string, study: string, series: string): string {
  const [message, ...uids] = [messageId, study, series].map(encodeURIComponent)
  return `/dicomweb/messages/${message}/studies/${uids[0]}/series/${uids[1]}`
}
