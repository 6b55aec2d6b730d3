/** Jobs that only one of the centre's processes can do, since what they work on lies in its data folder. */

const AT = '-at:'

/** @param processId null: any can */
export function jobAt(name: string, processId: string | null): string {
  return processId === null ? name : `${name}${AT}${processId}`
}

export function isAtProcess(name: string): boolean {
  return name.includes(AT)
}

/** Wherever it is done. */
export function nameOfJob(name: string): string {
  const [common = name] = name.split(AT)
  return common
}
