/** What a gateway that does not listen for reports has missed. */
import type { UnreportedCommitments } from '@epacs/dicom/network'
import type { Centre } from '../../centre.ts'
import type { Exchange } from '../calling/gateways.ts'
import { markReported, unreported, unreportedOf } from './record.ts'

export function unreportedBy(centre: Centre, exchange: Exchange): UnreportedCommitments<string> {
  const { gateway } = exchange
  return {
    // One that listens for reports is told there.
    ids: async () => (gateway.reportTo === undefined ? await unreportedOf(centre, exchange) : []),
    find: async (id) => (await unreported(centre, id))?.commitment,
    reported: async (id) => await markReported(centre, id),
    failed(error) {
      centre.log.info({ err: error, gateway: gateway.aeTitle }, 'a missed storage commitment was not taken')
    },
  }
}
