const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** In decimal units, as disks are sold. */
export function sizeInWords(bytes: number): string {
  const power = bytes === 0 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${value.toFixed(value < 10 && power > 0 ? 1 : 0)} ${UNITS[power]}`
}
