/** A ZIP that is refused as a whole: nothing of it is delivered. */
export const CONTAINER_CODES = [
  /** Cut off, overlapping, contradicting itself, wrong CRC or size. */
  'archive-damaged',
  'archive-encrypted',
  /** An entry whose name leads out of the archive, or starts at the root. */
  'archive-unsafe-path',
  /** Unpacks to far more than it weighs, or to more than is allowed in all. */
  'archive-bomb',
  'archive-too-many-entries',
  /** One part of an archive split over several files. */
  'archive-in-parts',
  'archive-empty',
  /** Nothing in it is a DICOM instance. */
  'archive-without-dicom',
] as const
export type ContainerCode = (typeof CONTAINER_CODES)[number]

export class ContainerRefusal extends Error {
  readonly code: ContainerCode
  constructor(code: ContainerCode, detail: string, options?: ErrorOptions) {
    super(detail, options)
    this.name = 'ContainerRefusal'
    this.code = code
  }
}
