/** Where a place of care stands: one column with both numbers, or a column for each, as the edition has it. */
export interface Position {
  /** Degrees of WGS 84, north and east positive. */
  readonly latitude: number
  readonly longitude: number
}

/** The country with some room around it: what lies outside is a slip, such as numbers that changed their places. */
const WITHIN = { latitude: [48, 52], longitude: [11, 20] } as const

interface Written {
  readonly latitude: string
  readonly longitude: string
  /** `49.1757 16.57`, `49.1757, 16.57` or `49.1757N, 16.57E`. */
  readonly gps: string
}

/** Null: the register does not say it, or what it says cannot be. */
export function positionOf({ latitude, longitude, gps }: Written): Position | null {
  const inOne = /^(\d+\.\d+)\s*N?[\s,;]+(\d+\.\d+)\s*E?$/.exec(gps)
  const position = {
    latitude: degrees(latitude === '' ? inOne?.[1] : latitude),
    longitude: degrees(longitude === '' ? inOne?.[2] : longitude),
  }
  return isWithin(position.latitude, WITHIN.latitude) && isWithin(position.longitude, WITHIN.longitude)
    ? position
    : null
}

function degrees(text = ''): number {
  return /^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN
}

function isWithin(value: number, [least, most]: readonly [number, number]): boolean {
  return value >= least && value <= most
}
