/** What the image viewer shows by itself, by modality (PS3.3 §C.7.3.1.1.1), and what our own page shows instead. */

/** No images, or none that the viewer lays out alone. */
const FOR_OUR_PAGE: ReadonlySet<string> = new Set([
  'ANN',
  'AU',
  'ECG',
  'EPS',
  'FID',
  'HC',
  'HD',
  'KO',
  'M3D',
  'PLAN',
  'PR',
  'REG',
  'RESP',
  'RTPLAN',
  'RTRECORD',
  'RTSTRUCT',
  'RWV',
  'SM',
  'SMR',
  'STAIN',
])

/** The viewer lays them over the images that they are of, and stays black where it has nothing else. */
const OVER_IMAGES: ReadonlySet<string> = new Set(['SEG'])

/** Reports: the viewer shows them, too. */
const REPORTS: ReadonlySet<string> = new Set(['DOC', 'SR'])

/** Whether the viewer has something to show with a series of this modality alone. */
export function isInViewer(modality: string): boolean {
  return !FOR_OUR_PAGE.has(modality) && !OVER_IMAGES.has(modality)
}

export function hasContentsPage(modality: string): boolean {
  return !isInViewer(modality) || REPORTS.has(modality)
}

/** Whether a picture stands for a series of this modality. */
export function hasThumbnail(modality: string): boolean {
  const hasPixels = modality === 'SM' || OVER_IMAGES.has(modality) || isInViewer(modality)
  return hasPixels && !REPORTS.has(modality)
}
