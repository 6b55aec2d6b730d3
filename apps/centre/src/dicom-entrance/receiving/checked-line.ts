/** A line of JSON with its own check sum: what was changed on the disk is found also where it is JSON still. */
import { crc32 } from 'node:zlib'

const CHECK = /,"crc32":(\d+)\}$/

/** @param json of an object with at least one member */
export function withCheck(json: string): string {
  return `${json.slice(0, -1)},"crc32":${crc32(json)}}`
}

/** The JSON as it was; undefined: it was changed. A line of an earlier version has no check sum, and is taken as it is. */
export function checked(line: string): string | undefined {
  const [, sum] = CHECK.exec(line) ?? []
  if (sum === undefined) return line
  const json = line.replace(CHECK, '}')
  return Number(sum) === crc32(json) ? json : undefined
}
