/** What a gateway may ask for on its association: verification, storage, storage commitment. */
import {
  type Association,
  isDone,
  type MissedReports,
  reportCommitment,
  type Services,
  STATUS,
} from '@epacs/dicom/network'
import type { Centre } from '../centre.ts'
import type { Exchange } from './calling/gateways.ts'
import { decideCommitment } from './commitment/decide.ts'
import { markReported, recordDecision } from './commitment/record.ts'
import type { Receiver } from './receiving/receiver.ts'
import type { Receptions } from './receiving/receptions.ts'

export function associationServices(
  centre: Centre,
  receptions: Receptions,
  exchange: Exchange,
  receiver: Receiver,
  missed: MissedReports<string>,
): Services {
  const { gateway, recipient } = exchange
  return {
    store(request) {
      missed.touch()
      return receiver.store(request)
    },
    async commit(request, association) {
      missed.touch()
      const parties = { senderId: gateway.institution.id, recipientId: recipient.id }
      const commitment = await decideCommitment(receptions, parties, request)
      const id = await recordDecision(centre, exchange, commitment)
      if (gateway.reportTo === undefined) {
        // Behind the answer to the request: a gateway that does not listen waits here.
        setImmediate(() => {
          reportHere(centre, association, id, commitment).catch((error: unknown) => {
            centre.log.info({ err: error, gateway: gateway.aeTitle }, 'a storage commitment was not taken')
          })
        })
      }
      return { status: STATUS.success }
    },
    failed(error) {
      centre.log.error({ err: error, gateway: gateway.aeTitle }, 'an operation of a DICOM association failed')
    },
  }
}

async function reportHere(
  centre: Centre,
  association: Association,
  id: string,
  commitment: Parameters<typeof reportCommitment>[1],
): Promise<void> {
  const { status } = await reportCommitment(association, commitment)
  if (isDone(status)) await markReported(centre, id)
}
