/** What a trace may say of a failure: its kind, never its words, which may quote a patient, a file's name or an address. */
const CODE = /^[\w.-]{1,60}$/

export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  if ('code' in error && typeof error.code === 'string' && CODE.test(error.code)) return error.code
  return CODE.test(error.name) ? error.name : 'failed'
}
