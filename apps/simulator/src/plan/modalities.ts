/** What examinations weigh in reality, and how they are made smaller. */
import { chosenFrom } from '../../../centre/src/testing/random.ts'

interface Examination {
  readonly sopClassUid: string
  /** Usual for one study. */
  readonly instances: number
  readonly instanceBytes: number
}

/** Storage classes of PS3.4 §B.5; a run of XA is one multi-frame object. */
export const MODALITIES = {
  DX: { sopClassUid: '1.2.840.10008.5.1.4.1.1.1.1', instances: 2, instanceBytes: 9_000_000 },
  CT: { sopClassUid: '1.2.840.10008.5.1.4.1.1.2', instances: 400, instanceBytes: 525_000 },
  MR: { sopClassUid: '1.2.840.10008.5.1.4.1.1.4', instances: 250, instanceBytes: 200_000 },
  US: { sopClassUid: '1.2.840.10008.5.1.4.1.1.6.1', instances: 25, instanceBytes: 1_200_000 },
  MG: { sopClassUid: '1.2.840.10008.5.1.4.1.1.1.2', instances: 4, instanceBytes: 27_000_000 },
  XA: { sopClassUid: '1.2.840.10008.5.1.4.1.1.12.1', instances: 6, instanceBytes: 40_000_000 },
} as const satisfies Record<string, Examination>
export type Modality = keyof typeof MODALITIES

/** How often each is sent, of all. */
const SENT = { DX: 38, CT: 27, US: 14, MR: 13, MG: 6, XA: 2 } as const
/** At night: what cannot wait. */
const SENT_AT_NIGHT = { CT: 8, DX: 1, MR: 1 } as const

export interface StudySize {
  readonly modality: Modality
  readonly instances: number
  /** Of the pixel data of one instance, even. */
  readonly pixelBytes: number
}

const LEAST_PIXEL_BYTES = 512

/**
 * A study of half to one and a half times the usual number of instances.
 *
 * @param scale of all bytes; number and size of the instances are both scaled by its root
 */
export function studyOf(random: () => number, isAtNight: boolean, scale: number): StudySize {
  const modality = isAtNight ? chosenFrom(SENT_AT_NIGHT, random) : chosenFrom(SENT, random)
  const { instances, instanceBytes } = MODALITIES[modality]
  const root = Math.sqrt(scale)
  return {
    modality,
    instances: Math.max(1, Math.round(instances * root * (0.5 + random()))),
    pixelBytes: Math.max(LEAST_PIXEL_BYTES, Math.round((instanceBytes * root) / 2) * 2),
  }
}
