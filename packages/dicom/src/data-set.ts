/**
 * What was read of a data set: elements with their values as bytes, in little endian whatever the source's
 * byte order, so that they can be written into a directory record as they are.
 */

/** Value representations of PS3.5 §6.2. */
export type VR =
  | 'AE'
  | 'AS'
  | 'AT'
  | 'CS'
  | 'DA'
  | 'DS'
  | 'DT'
  | 'FD'
  | 'FL'
  | 'IS'
  | 'LO'
  | 'LT'
  | 'OB'
  | 'OD'
  | 'OF'
  | 'OL'
  | 'OV'
  | 'OW'
  | 'PN'
  | 'SH'
  | 'SL'
  | 'SQ'
  | 'SS'
  | 'ST'
  | 'SV'
  | 'TM'
  | 'UC'
  | 'UI'
  | 'UL'
  | 'UN'
  | 'UR'
  | 'US'
  | 'UT'
  | 'UV'

/** Group and element as one number: Patient ID is 0x00100020. */
export type Tag = number

export interface DataElement {
  readonly tag: Tag
  readonly vr: VR
  /** As it came, padding included, in little endian; empty for a sequence. */
  readonly value: Uint8Array
  /** The items of a sequence; empty for everything else. */
  readonly items: readonly DataSet[]
}

/** Elements by tag, in ascending order. */
export type DataSet = ReadonlyMap<Tag, DataElement>
