/** Kinds of objects that hospitals mostly have, where a PACS is asked about each by name. */

/** What hospitals send one another most (PS3.6 table A-1). */
export const USUAL_CLASSES: readonly (readonly [name: string, sopClassUid: string])[] = [
  ['CT', '1.2.840.10008.5.1.4.1.1.2'],
  ['enhanced CT', '1.2.840.10008.5.1.4.1.1.2.1'],
  ['MR', '1.2.840.10008.5.1.4.1.1.4'],
  ['enhanced MR', '1.2.840.10008.5.1.4.1.1.4.1'],
  ['CR', '1.2.840.10008.5.1.4.1.1.1'],
  ['DX', '1.2.840.10008.5.1.4.1.1.1.1'],
  ['mammography', '1.2.840.10008.5.1.4.1.1.1.2'],
  ['ultrasound', '1.2.840.10008.5.1.4.1.1.6.1'],
  ['multi-frame ultrasound', '1.2.840.10008.5.1.4.1.1.3.1'],
  ['XA', '1.2.840.10008.5.1.4.1.1.12.1'],
  ['NM', '1.2.840.10008.5.1.4.1.1.20'],
  ['PET', '1.2.840.10008.5.1.4.1.1.128'],
  ['secondary capture', '1.2.840.10008.5.1.4.1.1.7'],
  ['key object selection', '1.2.840.10008.5.1.4.1.1.88.59'],
  ['structured report', '1.2.840.10008.5.1.4.1.1.88.33'],
  ['presentation state', '1.2.840.10008.5.1.4.1.1.11.1'],
  ['PDF', '1.2.840.10008.5.1.4.1.1.104.1'],
]
export const USUAL_COMPRESSIONS: readonly (readonly [name: string, transferSyntaxUid: string])[] = [
  ['JPEG', '1.2.840.10008.1.2.4.50'],
  ['JPEG lossless', '1.2.840.10008.1.2.4.70'],
  ['JPEG-LS', '1.2.840.10008.1.2.4.80'],
  ['JPEG 2000 lossless', '1.2.840.10008.1.2.4.90'],
  ['JPEG 2000', '1.2.840.10008.1.2.4.91'],
  ['RLE', '1.2.840.10008.1.2.5'],
]
