/** Addresses that answers refer to: on the entrance at which they were asked for. */
import type { IndexEntry } from '@epacs/package'
import type { Config } from '../config/index.ts'
import type { Entrance } from '../identity/index.ts'

export type Addresses = ReturnType<typeof addressesOf>

export function addressesOf(config: Config, entrance: Entrance, messageId: string) {
  const { publicUrl } = entrance === 'portal' ? config.portal : config.certificateEntrance
  const message = `${publicUrl}/dicomweb/messages/${messageId}`
  const study = (uid: string) => `${message}/studies/${uid}`
  const series = (entry: Pick<IndexEntry, 'studyInstanceUid' | 'seriesInstanceUid'>) =>
    `${study(entry.studyInstanceUid)}/series/${entry.seriesInstanceUid}`
  const instance = (entry: IndexEntry) => `${series(entry)}/instances/${entry.sopInstanceUid}`
  return {
    study,
    series,
    instance,
    bulkData: (entry: IndexEntry, path: string) => `${instance(entry)}/bulkdata/${path}`,
  }
}
