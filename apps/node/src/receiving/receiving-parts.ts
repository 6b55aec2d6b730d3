/** What deliveries are received with. */
import type { Files } from '@epacs/package'
import type { Logger } from 'pino'
import type { CentreConnection } from '../centre/connection.ts'
import type { IdentityConfig } from '../config/identity-schema.ts'
import type { FrameDecoder } from '../decompression/frame-decoder.ts'
import type { EarlyReceiving } from '../early/early-receiving.ts'
import type { Opening } from '../end-to-end/opening.ts'
import type { Holding } from '../holding/holding.ts'
import type { PatientList } from '../identity/patient-list.ts'
import type { EarlyImages } from '../state/early-images.ts'
import type { IncomingQueue } from '../state/incoming.ts'
import type { Patients } from '../state/patients.ts'
import type { Transfers } from '../transfers.ts'
import type { StoringConfig } from './choice.ts'
import type { SignedReceipts } from './signed-receipts.ts'

export interface ReceivingParts {
  readonly queue: IncomingQueue
  readonly folder: string
  /** By which what lies in it of images is opened. */
  readonly files: Files
  readonly connection: CentreConnection
  /** That hold now. */
  readonly storing: () => StoringConfig
  /** Whose identifiers are written, by the rules that hold now; null: everybody's stay as they came. */
  readonly identity: () => IdentityConfig | null
  readonly patients: Patients
  readonly list: PatientList
  readonly decoder: FrameDecoder
  readonly log: Logger
  readonly transfers: Transfers
  /** Whole deliveries, for workstations. */
  readonly holding: Holding
  readonly receipts: SignedReceipts
  /** Of deliveries that are encrypted end to end. */
  readonly opening: Opening
  /** Images that are at the PACS before their message. */
  readonly early: Pick<EarlyReceiving, 'ended' | 'take' | 'letGo'>
  readonly earlyImages: Pick<EarlyImages, 'claim'>
  /** A PACS that was away takes images again; these messages have waited for it. */
  readonly onPacsBack: (messageIds: readonly string[]) => void
}
