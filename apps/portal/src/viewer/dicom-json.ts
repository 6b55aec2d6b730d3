/** Single values out of DICOM JSON (PS3.18 annex F), as DICOMweb answers. */
export type Attributes = Readonly<Record<string, { readonly Value?: readonly unknown[] } | undefined>>

export function objectsOf(answer: unknown): readonly Attributes[] {
  return Array.isArray(answer) ? answer : []
}

export function textOf(object: Attributes, tag: string): string {
  const [value] = object[tag]?.Value ?? []
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** Undefined unless there are so many numbers. */
export function numbersOf(object: Attributes, tag: string, count: number): readonly number[] | undefined {
  const numbers = (object[tag]?.Value ?? []).map(Number)
  return numbers.length === count && numbers.every(Number.isFinite) ? numbers : undefined
}
